import { Retention, retentionDays } from '@fleet-auditor/model/retention.ts'
import { describe, expect, it } from 'vitest'

describe('retention in the fleet file', () => {
  it('is 400 days of runs and round trips, 180 of snapshots, 90 of records and resolved findings, where none is named', () => {
    expect(retentionDays).toEqual({ runs: 400, records: 90, snapshots: 180, findings: 90, latency: 400 })
  })

  it.each<[string, object, string]>([
    ['fewer records than flapping looks back at', { records: 13 }, 'records'],
    ['fewer runs than a month', { runs: 29, records: 14 }, 'runs'],
    ['more than ten years', { latency: 3651 }, 'latency'],
    ['half a day', { snapshots: 0.5 }, 'snapshots'],
    ['runs that end before their records', { runs: 60, records: 61 }, 'runs'],
  ])('refuses %s', (_, written, path) => {
    expect(Retention.safeParse(written).error?.issues.map((issue) => issue.path[0])).toEqual([path])
  })

  it('takes the bounds themselves', () => {
    const least = { runs: 30, records: 14, snapshots: 1, findings: 1, latency: 1 }
    expect(Retention.parse(least)).toEqual(least)
  })
})
