import { incarnationOf, type ClusterIdentity } from '@fleet-auditor/audit/cluster/identity-evidence.ts'
import type { Head } from '@fleet-auditor/audit/ports/store.ts'
import { describe, expect, it } from 'vitest'

const head = (identity: ClusterIdentity): Head => ({
  incarnation: 3,
  run: 'run-1',
  takenAt: '2026-11-20T02:00:00Z',
  order: '2026-11-20T02:00:00.000Z',
  stateVersion: 's',
  ruleSet: 'r',
  projected: true,
  open: 0,
  ...identity,
})

describe('incarnationOf', () => {
  it.each<[string, ClusterIdentity, ClusterIdentity, string, number]>([
    ['nothing changed', { uid: 'u1', life: 'l1' }, { uid: 'u1', life: 'l1' }, 'same', 3],
    ['both new: rebuilt', { uid: 'u1', life: 'l1' }, { uid: 'u2', life: 'l2' }, 'rebuilt', 4],
    ['the UID alone new: another cluster answers', { uid: 'u1', life: 'l1' }, { uid: 'u2', life: 'l1' }, 'refused', 3],
    ['the UID new, the cloud not asked in this run', { uid: 'u1', life: 'l1' }, { uid: 'u2' }, 'refused', 3],
    ['no cloud to ask, the UID new', { uid: 'u1' }, { uid: 'u2' }, 'rebuilt', 4],
    ['the UID was not read in this run', { uid: 'u1', life: 'l1' }, { life: 'l2' }, 'same', 3],
    ['the UID was never read before', { life: 'l1' }, { uid: 'u2', life: 'l1' }, 'same', 3],
  ])('%s', (_, before, now, kind, number) => {
    expect(incarnationOf(head(before), now)).toMatchObject({ kind, number })
  })

  it('begins with the first', () => {
    expect(incarnationOf(undefined, { uid: 'u1' })).toEqual({ kind: 'first', number: 1 })
  })
})
