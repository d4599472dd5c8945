import { clusterTimeOf } from '@fleet-auditor/audit/cluster/cluster-time.ts'
import { collected, failed, type Section } from '@fleet-auditor/model/section.ts'
import { describe, expect, it } from 'vitest'

const stored = '2026-11-21T02:00:00.000Z'
const later = '2026-11-25T02:00:00.000Z'
const connected = (at: string) => collected({ server: 'https://api' }, at)

describe('the time by which ages are judged', () => {
  it.each<[name: string, connection: Section<{ server: string }>, takenAt: string | undefined, expected: string]>([
    ['is ours where nothing answered', failed('unreachable', 'refused'), undefined, stored],
    [
      'is the cluster’s where it is a day ahead',
      connected('2026-11-22T02:00:00.000Z'),
      undefined,
      '2026-11-22T02:00:00.000Z',
    ],
    ['is that of the run where the snapshot is older and the clocks agree', connected(stored), later, later],
    [
      'is as far ahead in a later run as it was',
      connected('2026-11-22T02:00:00.000Z'),
      later,
      '2026-11-26T02:00:00.000Z',
    ],
    ['is ours where the cluster’s cannot be read', connected('yesterday'), later, later],
  ])('%s', (_, connection, takenAt, expected) => {
    expect(clusterTimeOf({ sections: { connection }, takenAt: stored }, takenAt)).toBe(expected)
  })
})
