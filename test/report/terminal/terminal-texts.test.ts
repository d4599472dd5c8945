import { columns } from '@fleet-auditor/report/columns.ts'
import { digestOf } from '@fleet-auditor/report/digest/digest.ts'
import { documentLines } from '@fleet-auditor/report/document-lines.ts'
import { noColours } from '@fleet-auditor/report/paint.ts'
import { rollUp } from '@fleet-auditor/report/roll-up.ts'
import { safeText, shortened } from '@fleet-auditor/report/safe-text.ts'
import { terminalReport } from '@fleet-auditor/report/terminal/terminal-report.ts'
import { rollUnknowns } from '@fleet-auditor/report/unknowns.ts'
import { describe, expect, it } from 'vitest'
import { change as documentChange, document, finding } from '../audit-document.ts'
import { change, cluster, endedRun, report } from '../ended-run.ts'

const unknown = (cluster: string, resource: string) => ({
  cluster,
  check: 'missing-broker',
  ruleVersion: 1,
  verdict: 'unknown' as const,
  severity: 'high' as const,
  cause: 'forbidden' as const,
  detail: `403 on /apis/${resource}`,
  grant: { kind: 'kubernetes' as const, verbs: ['list'], group: 'meshery.io', resource },
})

const asNamed = (cluster: string): string => cluster

describe('rollUp', () => {
  it('rolls up one check on many clusters into one line with one remedy', () => {
    const clusters = ['a', 'b', 'c'].map((name) => finding({ cluster: name, fingerprint: name }))
    const [rolled, ...rest] = rollUp(clusters, asNamed)
    expect(rest).toEqual([])
    expect(rolled).toMatchObject({ check: 'unpinned-image', clusters: ['a', 'b', 'c'] })
    expect(rolled?.remedies).toHaveLength(1)
  })

  it('puts the worst first and leaves out what is resolved', () => {
    const rolled = rollUp(
      [
        finding(),
        finding({ check: 'missing-operator', severity: 'high', evidence: { expectedBecause: 'x' } }),
        finding({ check: 'wildcard-role', state: 'resolved' }),
      ],
      asNamed,
    )
    expect(rolled.map(({ check }) => check)).toEqual(['missing-operator', 'unpinned-image'])
  })
})

describe('rollUnknowns', () => {
  it('groups by the grant that would settle it', () => {
    const rolled = rollUnknowns([unknown('a', 'brokers'), unknown('b', 'brokers'), unknown('a', 'meshsyncs')], asNamed)
    expect(rolled.map(({ clusters, remedy }) => [clusters, remedy])).toEqual([
      [['a', 'b'], 'allow list on brokers.meshery.io (ClusterRole: fleet-auditor access kubernetes)'],
      [['a'], 'allow list on meshsyncs.meshery.io (ClusterRole: fleet-auditor access kubernetes)'],
    ])
  })
})

describe('text from a cluster', () => {
  it.each([
    ['an escape sequence', 'a\u001b[31mred', 'a\\u001b[31mred'],
    ['a line break', 'a\nb', 'a\\u000ab'],
    ['a turn of direction', 'a\u202eb', 'a\\u202eb'],
    ['letters of any language', 'größe 大きさ', 'größe 大きさ'],
  ])('is safe with %s', (_, text, expected) => {
    expect(safeText(text)).toBe(expected)
  })

  it('reaches the terminal without control characters', () => {
    const name = 'evil\u001b[2J\u0007'
    const plain = document()
    const evil = report(name, {
      target: cluster(name, name),
      changes: [change('opened', { subject: { kind: name, name } })],
    })
    const text = terminalReport(
      document({
        clusters: plain.clusters.map((cluster) => ({ ...cluster, id: name, version: name, planes: [name] })),
        findings: [finding({ cluster: name, subject: { kind: name, name }, evidence: { image: name, because: name } })],
        verdicts: [{ ...unknown(name, name), detail: name }],
        changes: [documentChange('opened', name), documentChange('unchanged', name)],
      }),
      { paint: noColours, width: 110, all: true, verbose: true, digest: digestOf(endedRun([evil])), ending: 'exit 0' },
    )
    const controls = Array.from(text).filter((letter) => letter !== '\n' && letter < ' ')
    expect(controls).toEqual([])
  })

  it('is shortened by letters, not by halves of them', () => {
    expect(shortened('a😀😀😀', 3)).toBe('a😀…')
  })
})

describe('columns', () => {
  it('aligns by what is seen, colours apart', () => {
    const bold = '\u001b[1mab\u001b[22m'
    const rows = columns([
      [bold, 'x'],
      ['abcd', 'y'],
    ])
    expect(rows).toEqual([`${bold}    x`, 'abcd  y'])
  })
})

it('documentLines writes one object a line, each with its kind', () => {
  const kinds = documentLines(document())
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { kind: string }).kind)
  expect(kinds).toEqual(['run', 'cluster', 'finding'])
})
