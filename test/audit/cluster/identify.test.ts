import { rowOf, type ClusterSnapshot } from '@fleet-auditor/audit/cluster/collect-cluster.ts'
import { identify } from '@fleet-auditor/audit/cluster/identity.ts'
import { clusterKey } from '@fleet-auditor/audit/hash.ts'
import type { Head } from '@fleet-auditor/audit/ports/store.ts'
import { collected } from '@fleet-auditor/model/section.ts'
import { describe, expect, it } from 'vitest'
import { sectionsOf } from '../../audit-world/installed-sections.ts'
import { newStore } from '../../audit-world/new-store.ts'
import { clusterNamed, newWorld } from '../../audit-world/world.ts'
import { cloudFacts } from '../../checks/cloud-facts.ts'

const scope = { provider: 'eks', account: '111122223333', region: 'eu-west-1' } as const
const at = '2026-11-21T02:00:00.000Z'
const target = { kind: 'cluster', key: clusterKey('eks/payments') } as const

function snapshotOf(uid: string, life: string): ClusterSnapshot {
  const cluster = clusterNamed('payments', scope)
  const sections = { ...sectionsOf('bare', uid, at), cloud: collected(cloudFacts({ life }), at) }
  return { found: { cluster, scope }, sections, takenAt: at, clusterTime: at, row: rowOf(cluster, sections), access }
}
const access = {
  server: 'https://payments.invalid',
  insecureSkipTlsVerify: false,
  credentials: () => Promise.resolve({}),
}

const headOf = (uid: string | undefined, life: string | undefined): Head => ({
  incarnation: 2,
  run: 'run-1',
  takenAt: '2026-11-20T02:00:00.000Z',
  stateVersion: 's',
  ruleSet: 'r',
  projected: true,
  open: 0,
  uid,
  life,
})

describe('the cluster that answers', () => {
  it.each<
    [
      name: string,
      head: Head | undefined,
      uid: string,
      life: string,
      claimedBy: string | undefined,
      expected: { kind: string; number: number; outcome: string; uid: string | undefined; reachedBefore: boolean },
    ]
  >([
    [
      'is new',
      undefined,
      'u1',
      'l1',
      undefined,
      { kind: 'first', number: 1, outcome: 'audited', uid: 'u1', reachedBefore: false },
    ],
    [
      'is itself',
      headOf('u1', 'l1'),
      'u1',
      'l1',
      undefined,
      { kind: 'same', number: 2, outcome: 'audited', uid: 'u1', reachedBefore: true },
    ],
    [
      'is its next incarnation',
      headOf('u1', 'l1'),
      'u2',
      'l2',
      undefined,
      { kind: 'rebuilt', number: 3, outcome: 'audited', uid: 'u2', reachedBefore: true },
    ],
    [
      'is another one',
      headOf('u1', 'l1'),
      'u2',
      'l1',
      undefined,
      { kind: 'refused', number: 2, outcome: 'failed', uid: 'u1', reachedBefore: true },
    ],
    [
      'is known under another locator',
      undefined,
      'u1',
      'l1',
      'another key',
      { kind: 'first', number: 1, outcome: 'alias', uid: undefined, reachedBefore: false },
    ],
    [
      'was known before another one claimed it',
      headOf('u1', 'l1'),
      'u1',
      'l1',
      'another key',
      { kind: 'same', number: 2, outcome: 'audited', uid: 'u1', reachedBefore: true },
    ],
    [
      'answers for the first time',
      headOf(undefined, 'l1'),
      'u1',
      'l1',
      undefined,
      { kind: 'same', number: 2, outcome: 'audited', uid: 'u1', reachedBefore: false },
    ],
  ])('%s', async (_, head, uid, life, claimedBy, expected) => {
    const store = newStore(newWorld(at))
    if (claimedBy !== undefined) await store.claimUid(uid, claimedBy)
    const identified = await identify(
      snapshotOf(uid, life),
      target,
      { head, findings: [], rules: undefined },
      { store },
    )
    const { row } = identified.snapshot
    const { incarnation, identity, reachedBefore } = identified.before
    const { kind, number } = incarnation
    expect({ kind, number, outcome: row.outcome, uid: identity.uid, reachedBefore }).toEqual(expected)
  })

  it.each([
    ['another one', headOf('u1', 'l1'), undefined],
    ['one that is audited under another locator', undefined, 'another key'],
  ])('is not believed or probed where it is %s: only the cloud is', async (_, head, claimedBy) => {
    const store = newStore(newWorld(at))
    if (claimedBy !== undefined) await store.claimUid('u2', claimedBy)
    const last = { head, findings: [], rules: undefined }
    const { snapshot } = await identify(snapshotOf('u2', 'l1'), target, last, { store })
    const { sections, access: dialled } = snapshot
    const believed = Object.entries(sections).filter(([, { status }]) => status === 'collected')
    expect(believed.map(([name]) => name)).toEqual(['cloud'])
    expect(dialled).toBeUndefined()
  })
})
