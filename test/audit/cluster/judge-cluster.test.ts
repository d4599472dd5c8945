import { rowOf, type ClusterSnapshot } from '@fleet-auditor/audit/cluster/collect-cluster.ts'
import { failedSections } from '@fleet-auditor/audit/cluster/failed-sections.ts'
import { judgeCluster } from '@fleet-auditor/audit/cluster/judge-cluster.ts'
import type { Head } from '@fleet-auditor/audit/ports/store.ts'
import { clusterChecks } from '@fleet-auditor/checks/registry.ts'
import { collected, failed } from '@fleet-auditor/model/section.ts'
import type { Sections } from '@fleet-auditor/model/snapshot.ts'
import { describe, expect, it } from 'vitest'
import { contextOf } from '../../audit-world/context-of.ts'
import { fleetOf } from '../../audit-world/fleets.ts'
import { sectionsOf } from '../../audit-world/installed-sections.ts'
import { clusterNamed, newWorld } from '../../audit-world/world.ts'
import { cloudFacts } from '../../checks/cloud-facts.ts'

const at = '2026-11-21T02:00:00.000Z'
const scope = { provider: 'eks', account: '111122223333', region: 'eu-west-1' } as const
const cluster = clusterNamed('payments', scope)
const context = contextOf({ run: 'run-2', fleet: fleetOf(), world: newWorld(at) })
const careless: Sections = { ...sectionsOf('careless', 'u1', at), cloud: collected(cloudFacts(), at) }
const unreached: Sections = { ...failedSections(failed('unreachable', 'refused')), cloud: careless.cloud }

const partly: Sections = { ...careless, workloads: failed('forbidden', 'no right') }

const snapshotOf = (sections: Sections): ClusterSnapshot => ({
  found: { cluster, scope },
  sections,
  takenAt: at,
  clusterTime: at,
  row: rowOf(cluster, sections),
})
const before = {
  findings: [],
  rules: undefined,
  incarnation: { kind: 'same', number: 1 },
  identity: { uid: 'u1' },
  reachedBefore: true,
} as const
const headOf = (edits: Partial<Head>): Head => ({
  incarnation: 1,
  run: 'run-1',
  takenAt: '2026-11-20T02:00:00.000Z',
  order: '2026-11-20T02:00:00.000Z',
  stateVersion: 's',
  ruleSet: 'r',
  projected: true,
  open: 0,
  ...edits,
})
const judged = (sections: Sections, head?: Head) => judgeCluster(snapshotOf(sections), [], { ...before, head }, context)

describe('a judged cluster', () => {
  it('has a verdict of every check, by a snapshot that is not changed', () => {
    const frozen = structuredClone(careless)
    const { verdicts } = judged(careless)
    expect(new Set(verdicts.map(({ check }) => check))).toEqual(new Set(clusterChecks.map(({ id }) => id)))
    expect(careless).toEqual(frozen)
    expect(judged(careless)).toEqual(judged(careless))
  })

  it.each<[name: string, sections: Sections, head: Head | undefined, staleSince: string | undefined]>([
    ['is not stale where it was read', careless, headOf({ uid: 'u1', staleSince: '2026-11-19' }), undefined],
    ['is stale since the run that read it last', unreached, headOf({ uid: 'u1' }), '2026-11-20T02:00:00.000Z'],
    ['stays stale since then', unreached, headOf({ uid: 'u1', staleSince: '2026-11-18' }), '2026-11-18'],
    ['has nothing to be stale where it was never read', unreached, headOf({}), undefined],
    ['has nothing to be stale in its first run', unreached, undefined, undefined],
    ['has nothing to be stale in its first run, read in part', partly, undefined, undefined],
    [
      'has nothing to be stale where it was read in part only',
      partly,
      headOf({ uid: 'u1', neverRead: true }),
      undefined,
    ],
  ])('%s', (_, sections, head, staleSince) => {
    expect(judged(sections, head).staleSince).toBe(staleSince)
  })

  it.each<[name: string, sections: Sections, head: Head | undefined, neverRead: true | undefined]>([
    ['was read', careless, undefined, undefined],
    ['was never read, the first time it is read in part', partly, undefined, true],
    ['was never read, where earlier runs read it in part', unreached, headOf({ uid: 'u1', neverRead: true }), true],
    ['was read, where an earlier run read it', partly, headOf({ uid: 'u1' }), undefined],
  ])('is stored as one that %s', (_, sections, head, neverRead) => {
    expect(judged(sections, head).neverRead).toBe(neverRead)
  })

  it.each<[name: string, sections: Sections, version: string | undefined]>([
    ['of its API server', careless, 'v1.36.3'],
    ['that its cloud names, where the API server is silent', unreached, '1.36'],
    ['of nothing, where neither reports it', { ...unreached, cloud: failed('forbidden', 'no') }, undefined],
  ])('has the version %s', (_, sections, version) => {
    expect(judged(sections).cluster.version).toBe(version)
  })

  it('names the sections that could not be read, each with its cause', () => {
    const { failedSections: failures } = judged({ ...careless, pods: failed('forbidden', 'no right') }).cluster
    expect(Object.entries(failures).map(([name, { cause }]) => [name, cause])).toEqual([['pods', 'forbidden']])
  })
})
