import { createRequire } from 'node:module'
import { csvText } from '@fleet-auditor/report/formats/csv.ts'
import { junitText } from '@fleet-auditor/report/formats/junit.ts'
import { markdownText } from '@fleet-auditor/report/formats/markdown.ts'
import { sarifText } from '@fleet-auditor/report/formats/sarif.ts'
import { Ajv } from 'ajv'
import formats from 'ajv-formats'
import fc from 'fast-check'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { document } from '../audit-document.ts'
import { hostileDocument, hostileWords } from './hostile-document.ts'

const anyWord = fc.oneof(
  fc.constantFrom(...hostileWords),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
)

const Log = z.object({
  runs: z.tuple([
    z.object({
      invocations: z.tuple([
        z.object({
          executionSuccessful: z.boolean(),
          toolExecutionNotifications: z.array(z.object({ level: z.string() })),
        }),
      ]),
      results: z.array(
        z.object({
          ruleId: z.string(),
          kind: z.string(),
          level: z.string(),
          baselineState: z.string().optional(),
          suppressions: z.array(z.object({ status: z.string() })).optional(),
          partialFingerprints: z.record(z.string(), z.string()),
        }),
      ),
    }),
  ]),
})

describe('SARIF', () => {
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false })
  formats.default(ajv)
  const published = createRequire(import.meta.url)('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json') as object
  // Draft 4, of whose own words it uses only these two.
  const valid = ajv.compile({ ...published, $schema: undefined, id: undefined })
  const errorsOf = (text: string) => (valid(JSON.parse(text)) ? [] : valid.errors)

  it('is valid by the published schema, whatever clusters say', () => {
    fc.assert(
      fc.property(anyWord, (word) => {
        expect(errorsOf(sarifText(hostileDocument(word)))).toEqual([])
      }),
      { numRuns: 50 },
    )
  })

  it('is refused by the same schema where a kind is none', () => {
    expect(errorsOf(sarifText(hostileDocument('x')).replace('"kind": "open"', '"kind": "unknown"'))).not.toEqual([])
  })

  it('has findings by kind, level and baseline, and what was not answered as open', () => {
    const [{ results, invocations }] = Log.parse(JSON.parse(sarifText(hostileDocument('x')))).runs
    expect(
      results.map(({ kind, level, baselineState, suppressions }) => [
        kind,
        level,
        baselineState,
        suppressions?.[0]?.status,
      ]),
    ).toEqual([
      ['fail', 'warning', 'new', undefined],
      ['fail', 'warning', 'unchanged', undefined],
      ['fail', 'warning', 'unchanged', 'accepted'],
      ['fail', 'warning', 'absent', undefined],
      ['open', 'none', undefined, undefined],
    ])
    expect(results[0]?.partialFingerprints).toEqual({ 'fleetAuditorFinding/v1': 'fp-1' })
    expect(invocations[0]).toEqual({
      executionSuccessful: false,
      toolExecutionNotifications: [{ level: 'error' }, { level: 'note' }],
    })
  })

  it('of a clean fleet was successful and has no result', () => {
    const [{ results, invocations }] = Log.parse(JSON.parse(sarifText(document({ findings: [] })))).runs
    expect([results, invocations[0].executionSuccessful]).toEqual([[], true])
  })
})

describe('JUnit', () => {
  const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '' })
  const Suite = z.object({
    name: z.string(),
    tests: z.string(),
    failures: z.string(),
    errors: z.string(),
    skipped: z.string(),
  })
  const Parsed = z.object({ testsuites: z.object({ testsuite: z.array(Suite) }) })

  it('is well-formed XML of characters that XML may have, whatever clusters say', () => {
    fc.assert(
      fc.property(anyWord, (word) => {
        const text = junitText(hostileDocument(word))
        expect(XMLValidator.validate(text)).toBe(true)
        expect(text).not.toMatch(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u)
      }),
    )
  })

  it('counts what a check found as a failure, and what was not answered or read as an error', () => {
    const { testsuite } = Parsed.parse(parser.parse(junitText(hostileDocument('x')))).testsuites
    expect(testsuite).toEqual([
      expect.objectContaining({ tests: '4', failures: '1', errors: '1', skipped: '1' }),
      expect.objectContaining({ name: 'not read', tests: '2', failures: '0', errors: '1', skipped: '1' }),
    ])
  })
})

/** By RFC 4180. */
function cellsOf(text: string): string[][] {
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy
  const rows: string[][] = [[]]
  for (const [, quoted, plain = '', end] of text.matchAll(cell)) {
    rows.at(-1)?.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    if (end === '\r\n') rows.push([])
  }
  return rows.slice(0, -1)
}

describe('CSV', () => {
  it('has a row for each finding, unknown and unread part, whatever clusters say, and no cell is a formula', () => {
    fc.assert(
      fc.property(anyWord, (word) => {
        const [header = [], ...rows] = cellsOf(csvText(hostileDocument(word)))
        expect(rows.map(([kind]) => kind)).toEqual([
          'finding',
          'finding',
          'finding',
          'finding',
          'unknown',
          'not read',
          'not read',
        ])
        for (const row of rows) {
          expect(row).toHaveLength(header.length)
          for (const cell of row) expect(cell).not.toMatch(/^\s*[=+\-@|%＝＋－＠]/u)
        }
      }),
    )
  })

  it('gives a text back that is no formula', () => {
    const rows = cellsOf(csvText(hostileDocument('a,b "c"')))
    expect(rows[1]).toContain('a,b "c"')
  })
})

describe('Markdown', () => {
  it.each(hostileWords)('shows %j as text', (word) => {
    const text = markdownText(hostileDocument(word))
    expect(text).not.toMatch(/<(?!\/?$)|(?<!\\)\[link|@everyone|http:\/\/|(?!\n)[\p{Cc}\p{Cf}\p{Zl}]/u)
    const table = text.split('\n').filter((line) => line.startsWith('| medium'))
    expect(table).toHaveLength(2)
    for (const line of table) expect(line.match(/(?<!\\)\|/g)).toHaveLength(7)
  })

  it('answers in its first lines, with what was not read', () => {
    const lines = markdownText(hostileDocument('x')).split('\n')
    expect(lines[2]).toMatch(/^\*\*2 medium · 1 not answered\*\* · 1 of 3 clusters read · \*\*incomplete\*\*/)
    expect(lines).toContain('### Not read')
  })

  it('of a clean fleet has no table', () => {
    const base = document({ findings: [] })
    const text = markdownText({ ...base, run: { ...base.run, coverage: { read: 1, known: 1 } } })
    expect(text).toContain('**no open finding · 0 not answered** · 1 of 1 cluster read · complete')
    expect(text).not.toContain('|')
  })
})
