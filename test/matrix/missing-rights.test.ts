import { canonical } from '@fleet-auditor/model/canonical.ts'
import { subjectOf, type Verdict } from '@fleet-auditor/model/verdict.ts'
import { modernInstall } from '@fleet-auditor/simulator/meshery/installs.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditorAccess, everyRight } from '../contract/opened-api.ts'
import { openPlace } from './audit-place.ts'
import { installNames, objectsOf, worldOf } from './cells.ts'
import { places } from './places.ts'

const keyOf = (verdict: Verdict): string => canonical([verdict.check, subjectOf(verdict) ?? null])
const passing = (verdicts: readonly Verdict[]) => verdicts.filter(({ verdict }) => verdict === 'pass').map(keyOf)

/** By check: without its resource a component may be judged by its workload. */
const passingChecks = (verdicts: readonly Verdict[]) =>
  verdicts.filter(({ verdict }) => verdict === 'pass').map(({ check }) => check)

/** Every kind that the auditor lists, and the reviews it asks for. */
const kinds = [
  ...new Set(
    everyRight.flatMap(({ apiGroups, resources }) => resources.map((one) => [apiGroups[0] ?? '', one].join('/'))),
  ),
]
const without = (kind: string) =>
  auditorAccess(
    everyRight
      .map((rule) => ({
        ...rule,
        resources: rule.resources.filter((one) => [rule.apiGroups[0] ?? '', one].join('/') !== kind),
      }))
      .filter(({ resources }) => resources.length > 0),
  )

describe.each(installNames)('an auditor that may not read one kind: %s', (install) => {
  const cell = { install, place: 'EKS', state: 'default' } as const
  let api: Awaited<ReturnType<typeof openPlace>>
  let before: readonly string[]
  beforeAll(async () => {
    api = await openPlace(places.EKS)
    before = passing((await api.audit(objectsOf(cell), worldOf(cell))).verdicts)
  })
  afterAll(() => api.close())

  it.each(kinds)('nothing passes without %s that did not pass with it', async (kind) => {
    const { verdicts } = await api.audit([...objectsOf(cell), ...without(kind)], worldOf(cell))
    expect(passing(verdicts).filter((key) => !before.includes(key))).toEqual([])
  })
})

describe('an API that is not served', () => {
  it.each(['meshery.io', 'gateway.networking.k8s.io'])('adds no pass where %s is not served', async (group) => {
    const api = await openPlace(places.EKS)
    try {
      const objects = [...places.EKS.objects, ...modernInstall()]
      const world = worldOf({ install: 'modern charts', place: 'EKS', state: 'default' })
      const passes = passingChecks((await api.audit(objects, world)).verdicts)
      const left = objects.filter(
        ({ apiVersion, metadata }) => !apiVersion.startsWith(`${group}/`) && !metadata.name.endsWith(`.${group}`),
      )
      const after = passingChecks((await api.audit(left, world)).verdicts)
      expect(after.filter((id) => !passes.includes(id))).toEqual([])
    } finally {
      await api.close()
    }
  })
})
