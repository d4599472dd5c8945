import { openMetrics } from '@fleet-auditor/report/open-metrics.ts'
import { describe, expect, it } from 'vitest'

const empty = { fleet: 'prod', checks: [], latency: [] }

describe('OpenMetrics', () => {
  it('lists families without samples and ends with EOF', () => {
    const lines = openMetrics(empty).split('\n')
    expect(lines).toContain('# TYPE fleet_auditor_open_findings gauge')
    expect(lines.slice(-2)).toEqual(['# EOF', ''])
  })

  it('names every family once, with its unit before its help', () => {
    const lastRun = {
      state: 'complete',
      startedAt: '2026-02-28T02:00:00.000Z',
      ageSeconds: 60,
      unknowns: 0,
      clusters: {},
    }
    const lines = openMetrics({ ...empty, lastRun }).split('\n')
    const families = lines.filter((line) => line.startsWith('# TYPE')).map((line) => line.split(' ')[2])
    expect(new Set(families).size).toBe(families.length)
    for (const unit of lines.filter((line) => line.startsWith('# UNIT'))) expect(unit).toMatch(/_seconds seconds$/)
    expect(lines).toContain('fleet_auditor_last_run_start_timestamp_seconds 1772244000')
  })

  it.each<[age: { lastCompleteAgeSeconds?: number }, samples: readonly string[]]>([
    [{}, []],
    [{ lastCompleteAgeSeconds: 90_000 }, ['fleet_auditor_last_complete_run_age_seconds 90000']],
  ])('has for %j the age of the last complete run', (age, samples) => {
    const lines = openMetrics({ ...empty, ...age }).split('\n')
    expect(lines.filter((line) => line.startsWith('fleet_auditor_last_complete_run_age_seconds'))).toEqual(samples)
  })

  it('counts clusters by whether Meshery is in them', () => {
    const lines = openMetrics({ ...empty, presence: { found: 9, none: 3 } }).split('\n')
    expect(lines.filter((line) => line.startsWith('fleet_auditor_clusters'))).toEqual([
      'fleet_auditor_clusters{presence="found"} 9',
      'fleet_auditor_clusters{presence="none"} 3',
    ])
  })

  it('escapes label values', () => {
    expect(openMetrics({ ...empty, fleet: 'a"b\\c\nd' })).toContain('fleet_auditor_fleet{fleet="a\\"b\\\\c\\nd"} 1')
  })
})
