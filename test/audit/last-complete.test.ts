import { lastCompleteOf, lastFleetRunOf } from '@fleet-auditor/audit/queries/last-complete.ts'
import type { RunSummary } from '@fleet-auditor/model/run.ts'
import { expect, it } from 'vitest'

const run = (id: string, state: RunSummary['state'], partial = false): RunSummary => ({
  id,
  fleet: 'fleet',
  startedAt: '2026-11-21T02:00:00Z',
  state,
  partial,
  ruleSet: '{}',
})

it.each<[name: string, runs: readonly RunSummary[], fleetRun: string | undefined, complete: string | undefined]>([
  ['partial runs that are newer', [run('part', 'complete', true), run('whole', 'complete')], 'whole', 'whole'],
  ['an incomplete run that is newer', [run('new', 'incomplete'), run('old', 'complete')], 'new', 'old'],
  ['partial runs only', [run('part', 'complete', true)], undefined, undefined],
  ['no runs', [], undefined, undefined],
])('the last fleet run and the last complete one are found among %s', (_, runs, fleetRun, complete) => {
  expect([lastFleetRunOf(runs)?.id, lastCompleteOf(runs)?.id]).toEqual([fleetRun, complete])
})
