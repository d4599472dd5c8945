import { openMetrics } from '@fleet-auditor/report/open-metrics.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const empty = { fleet: 'prod', checks: [], latency: [] }

/** Labels and value of a sample, by the grammar: a quoted value ends at the first quote that no backslash precedes. */
function readSample(text: string): { readonly labels: Record<string, string>; readonly value: string } {
  const labels: Record<string, string> = {}
  const value = text
    .slice(1)
    .replaceAll(/([a-z]+)="((?:[^"\\\n]|\\[\\"n])*)",?/gy, (_, name: string, quoted: string) => {
      labels[name] = quoted.replaceAll(/\\(.)/g, (__, letter: string) => (letter === 'n' ? '\n' : letter))
      return ''
    })
    .replace(/^\} /, '')
  return { labels, value }
}

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

  const any = fc.string({ unit: 'binary' })
  const hostile = fc.oneof(
    any,
    fc.string({ unit: fc.constantFrom('\\', '"', '\n', 'n', '}', '{', ',', '=', ' ', '#') }),
  )

  it('writes one line for each sample, whatever its labels hold, and each label reads back as it was', () => {
    const pairs = fc.uniqueArray(fc.record({ from: hostile, to: hostile }), {
      selector: ({ from, to }) => JSON.stringify([from, to]),
      minLength: 1,
    })
    fc.assert(
      fc.property(hostile, pairs, (fleet, regions) => {
        const latency = regions.map((pair, at) => ({ ...pair, medianMs: at * 1000, worstMs: 0 }))
        const lines = openMetrics({ fleet, checks: [], latency }).split('\n')
        const read = (name: string) =>
          lines.filter((line) => line.startsWith(`${name}{`)).map((line) => readSample(line.slice(name.length)))
        expect(read('fleet_auditor_fleet')).toEqual([{ labels: { fleet }, value: '1' }])
        expect(read('fleet_auditor_latency_median_seconds')).toEqual(
          regions.map((pair, at) => ({ labels: pair, value: String(at) })),
        )
        const others = lines.filter(
          (line) => !/^(#|fleet_auditor_(fleet|latency_(median|worst)_seconds)\{|$)/.test(line),
        )
        expect(others).toEqual([])
        expect(lines.filter((line) => line === '# EOF')).toHaveLength(1)
      }),
    )
  })

  it('escapes label values', () => {
    expect(openMetrics({ ...empty, fleet: 'a"b\\c\nd' })).toContain('fleet_auditor_fleet{fleet="a\\"b\\\\c\\nd"} 1')
  })
})
