import { rowOf, storedSnapshot, type ClusterSnapshot } from '@fleet-auditor/audit/cluster/collect-cluster.ts'
import { claimText, peerEvidence, withAuthority } from '@fleet-auditor/audit/cluster/identity-evidence.ts'
import { identify } from '@fleet-auditor/audit/cluster/identity.ts'
import { clusterKey } from '@fleet-auditor/audit/hash.ts'
import type { Head } from '@fleet-auditor/audit/ports/store.ts'
import { collected, failed } from '@fleet-auditor/model/section.ts'
import { describe, expect, it } from 'vitest'
import { sectionsOf } from '../../audit-world/installed-sections.ts'
import { newStore } from '../../audit-world/new-store.ts'
import { authorityNamed, clusterNamed, newWorld } from '../../audit-world/world.ts'
import { cloudFacts } from '../../checks/cloud-facts.ts'

const scope = { provider: 'eks', account: '111122223333', region: 'eu-west-1' } as const
const at = '2026-11-21T02:00:00.000Z'
const target = { kind: 'cluster', key: clusterKey('eks/payments') } as const

function snapshotOf(uid: string, life: string): ClusterSnapshot {
  const cluster = clusterNamed('payments', scope)
  const { connection, ...rest } = sectionsOf('careless', uid, at)
  const sections = {
    ...rest,
    connection: withAuthority(connection, access),
    cloud: collected(cloudFacts({ life }), at),
  }
  return { found: { cluster, scope }, sections, takenAt: at, clusterTime: at, row: rowOf(cluster, sections), access }
}
const access = {
  server: 'https://payments.invalid',
  caPem: authorityNamed('payments'),
  insecureSkipTlsVerify: false,
  credentials: () => Promise.resolve({}),
}

const headOf = (uid: string | undefined, life: string | undefined): Head => ({
  incarnation: 2,
  run: 'run-1',
  takenAt: '2026-11-20T02:00:00.000Z',
  order: '2026-11-20T02:00:00.000Z',
  stateVersion: 's',
  ruleSet: 'r',
  projected: true,
  open: 0,
  uid,
  life,
})

const claimBy = (key: string, { sections }: ClusterSnapshot): string => claimText({ key, ...peerEvidence(sections) })

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
    if (claimedBy !== undefined) await store.claimUid(uid, claimBy(claimedBy, snapshotOf(uid, life)))
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
    if (claimedBy !== undefined) await store.claimUid('u2', claimBy(claimedBy, snapshotOf('u2', 'l1')))
    const last = { head, findings: [], rules: undefined }
    const { snapshot } = await identify(snapshotOf('u2', 'l1'), target, last, { store })
    const { sections, access: dialled } = snapshot
    const believed = Object.entries(sections).filter(([, { status }]) => status === 'collected')
    expect(believed.map(([name]) => name)).toEqual(['cloud'])
    expect(dialled).toBeUndefined()
  })
})

describe('a cluster whose kube-system UID another one claimed first', () => {
  const first = snapshotOf('u1', 'l1')
  const asked = { head: undefined, findings: [], rules: undefined }
  const nodesOf = (providerID: string | undefined, count = 3) =>
    collected({ count, providerID, notReady: 0, external: { count: 0, addresses: [] } }, at)
  const reached = (over: Partial<typeof access>): ClusterSnapshot['sections']['connection'] =>
    withAuthority(collected({ server: access.server }, at), { ...access, ...over })

  it.each<[name: string, shown: Partial<ClusterSnapshot['sections']>, outcome: string]>([
    ['with the same authority and nodes: another name of it', {}, 'alias'],
    [
      'with the lines of its authority broken otherwise',
      { connection: reached({ caPem: authorityNamed('payments').replace('cGF5', 'cGF5\n') }) },
      'alias',
    ],
    ['with another authority', { connection: reached({ caPem: authorityNamed('impostor') }) }, 'contested'],
    ['with an unproven authority', { connection: reached({ insecureSkipTlsVerify: true }) }, 'contested'],
    ['behind the proxy of many', { connection: reached({ server: 'https://payments.invalid/k8s/c-1' }) }, 'contested'],
    ['with other nodes', { nodes: nodesOf('aws:///eu-west-1a/i-impostor') }, 'contested'],
    ['without nodes', { nodes: nodesOf(undefined, 0) }, 'contested'],
    ['with nodes that could not be listed', { nodes: failed('forbidden', 'no right') }, 'contested'],
  ])('%s', async (_, shown, outcome) => {
    const store = newStore(newWorld(at))
    await store.claimUid('u1', claimBy('first', first))
    const second = { ...first, sections: { ...first.sections, ...shown } }
    const { snapshot, before } = await identify(second, target, asked, { store })
    expect(snapshot.row.outcome).toBe(outcome)
    // What is contested is read, judged and asked about again in the next run.
    expect(snapshot.sections.workloads.status).toBe(outcome === 'contested' ? 'collected' : 'failed')
    expect(before.identity.uid).toBeUndefined()
  })

  it('stays an alias when the nodes of both have been replaced since', async () => {
    const store = newStore(newWorld(at))
    const claimant = { kind: 'cluster', key: 'first' } as const
    await store.claimUid('u1', claimBy('first', first))
    const sections = { ...first.sections, nodes: nodesOf('aws:///eu-west-1b/i-new') }
    const body = storedSnapshot({ ...first, sections })
    const record = { target: claimant, run: 'run-1', takenAt: at, incarnation: 1, ruleSet: 'r', row: first.row }
    const nothing = { verdicts: [], observations: [], findings: [], changes: [] }
    await store.recordAudit({ ...record, ...nothing, snapshot: { hash: 'h', body } })
    const { snapshot } = await identify({ ...first, sections }, target, asked, { store })
    expect(snapshot.row.outcome).toBe('alias')
  })

  it('is no new incarnation of the cluster it was', async () => {
    const store = newStore(newWorld(at))
    await store.claimUid('u1', claimText({ key: 'first', authority: 'another' }))
    const last = { ...asked, head: headOf('its own', undefined) }
    const { cloud: _, ...sections } = first.sections
    const second = { ...first, sections: { ...sections, cloud: failed('undeclared', 'no cloud was asked') } }
    const { before, snapshot } = await identify(second, target, last, { store })
    expect([before.incarnation, before.identity.uid, snapshot.row.outcome]).toEqual([
      { kind: 'same', number: 2 },
      'its own',
      'contested',
    ])
  })
})
