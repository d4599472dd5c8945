import type { Readiness } from '@fleet-auditor/model/readiness.ts'
import { noColours } from '@fleet-auditor/report/paint.ts'
import { readinessCsv } from '@fleet-auditor/report/readiness/readiness-csv.ts'
import { readinessHtml } from '@fleet-auditor/report/readiness/readiness-html.ts'
import { readinessMarkdown } from '@fleet-auditor/report/readiness/readiness-markdown.ts'
import { readinessText } from '@fleet-auditor/report/readiness/readiness-text.ts'
import { describe, expect, it } from 'vitest'

const hostile = `=cmd|' /C calc'!A0 <script>alert(1)</script> | @everyone http://evil.example \u202e\u001b[31m`
const acts = (text: string): boolean => text.includes('\u202e') || text.includes('\u001b')
const report: Readiness = {
  fleet: hostile,
  at: '2026-11-30T04:00:00.000Z',
  since: '2026-11-29T04:00:00.000Z',
  asked: {},
  items: [
    {
      item: 'images',
      part: 'line',
      group: 'security',
      text: 'Images pinned to immutable tags from a trusted/mirrored registry.',
      state: 'not-met',
      was: 'met',
      targets: { 'not-met': 1 },
      answeredBy: ['unpinned-image'],
    },
    {
      item: 'runbooks',
      part: 'line',
      group: 'operations',
      text: 'Runbooks reference the troubleshooting guides.',
      state: 'unknown',
      targets: {},
      reason: 'a management plane answers it, and the fleet file declares none',
      answeredBy: ['runbooks'],
    },
  ],
  targets: [
    {
      kind: 'cluster',
      key: 'k1',
      id: hostile,
      name: hostile,
      planes: [],
      team: hostile,
      readAt: '2026-11-30T03:00:00.000Z',
      items: [
        {
          item: 'images',
          state: 'not-met',
          was: 'met',
          checks: [{ check: 'unpinned-image', verdict: 'fail', severity: 'medium', text: hostile, answers: 2 }],
        },
      ],
    },
  ],
}

describe('the readiness report in its formats', () => {
  it('names state, change and reason in the terminal, and lets nothing draw', () => {
    const text = readinessText(report, { paint: noColours, verbose: false })
    expect(text).toContain('0 of 2 lines met or attested')
    expect(text).toContain('images met → not met')
    expect(text).toContain('✗ not met')
    expect(text).toContain('a management plane answers it, and the fleet file declares none')
    expect(acts(text)).toBe(false)
  })

  it('runs no script and loads nothing as a page', () => {
    const page = readinessHtml(report)
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    expect(page).not.toMatch(/<script|\ssrc=|\shref=|url\(|@import/)
    expect(acts(page)).toBe(false)
  })

  it('shows a name as it is in Markdown', () => {
    const markdown = readinessMarkdown(report)
    expect(markdown).not.toMatch(/<script|@everyone|http:\/\//)
    expect(acts(markdown)).toBe(false)
    expect(markdown).toContain('&lt;script&gt;')
  })

  it('has one row for each target and item as CSV, and no formula', () => {
    const rows = readinessCsv(report).trimEnd().split('\r\n')
    expect(rows).toHaveLength(3)
    expect(rows[1]).toContain(`'=cmd|`)
    expect(rows.every((row) => !/(?:^|,)"?=/.test(row))).toBe(true)
  })
})
