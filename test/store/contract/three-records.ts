import { cluster, comparison, day, finding, record, opened, resolved } from '../records.ts'

export const target = cluster('a')
export const [one, two] = [finding('f1'), finding('f2', { severity: 'medium', check: 'unpinned-image' })]
export const first = record(target, 1, { changes: [opened(one), opened(two)] })
export const quiet = record(target, 2, { findings: [one, two] })
export const worse = { ...one, severity: 'critical', changedAt: day(3), changedIn: 'run-3' } as const
export const changed = record(target, 3, {
  changes: [{ ...comparison('worsened', worse), from: 'high' }, resolved(two, 3), opened(finding('f3'))],
})
