import type { AuditDocument, AuditedCluster } from '@fleet-auditor/model/audit-document.ts'
import type { LedgerRow } from '@fleet-auditor/model/run.ts'
import { digestOf } from '@fleet-auditor/report/digest/digest.ts'
import { noColours } from '@fleet-auditor/report/paint.ts'
import { terminalReport } from '@fleet-auditor/report/terminal/terminal-report.ts'
import stringWidth from 'string-width'
import { describe, expect, it } from 'vitest'
import { document, finding } from '../audit-document.ts'
import { change, cluster, endedRun, report } from '../ended-run.ts'

const idOf = (name: string): string => `eks:111122223333:eu-west-1/${name}`

function audited(name: string, row: Partial<LedgerRow> = {}, more: Partial<AuditedCluster> = {}): AuditedCluster {
  const [plain] = document().clusters
  if (!plain) throw new Error('the document of the tests has a cluster')
  const id = idOf(name)
  return { ...plain, id, key: `key of ${id}`, row: { id, kind: 'cluster', outcome: 'audited', ...row }, ...more }
}

const incomplete = { ...document().run, state: 'incomplete' as const }
const print = (of: AuditDocument, summaries = [report(idOf('payments'))], width = 110, all = false): string =>
  terminalReport(of, {
    paint: noColours,
    width,
    all,
    verbose: false,
    digest: digestOf(endedRun(summaries, of.run)),
    ending: 'exit 1: open findings at high or above (--fail-on high)',
  })

const critical = (name: string) =>
  finding({ cluster: idOf(name), fingerprint: name, severity: 'critical', title: 'The Broker is public' })

describe('the first two lines', () => {
  it.each<[name: string, of: AuditDocument, summaries: Parameters<typeof print>[1], answer: RegExp]>([
    ['nothing changed', document(), undefined, /^✓ nothing changed$/],
    [
      'what is new, worst first, and what is resolved',
      document({ clusters: [audited('payments')] }),
      [
        report(idOf('payments'), {
          changes: [
            change('opened', { severity: 'critical' }),
            change('worsened', { severity: 'high' }),
            change('resolved'),
          ],
        }),
      ],
      /^✗ 1 new or worse critical, 1 new or worse high, 1 resolved$/,
    ],
    [
      'no cluster was listed',
      document({ clusters: [], findings: [], run: incomplete }),
      [],
      /^✗ nothing could be checked: no cluster was listed {4}⚠ INCOMPLETE$/,
    ],
    [
      'no cluster was read',
      document({ clusters: [audited('payments', { outcome: 'unreachable', cause: 'timeout' })], run: incomplete }),
      [],
      /^✗ nothing could be checked: no cluster was read {4}⚠ INCOMPLETE: 1 of 1 cluster not read$/,
    ],
    [
      'that a scope failed',
      document({
        run: { ...incomplete, ledger: [{ id: 'aws:1', kind: 'scope', outcome: 'failed', cause: 'forbidden' }] },
      }),
      undefined,
      /^✓ nothing changed {4}⚠ INCOMPLETE: 1 scope failed$/,
    ],
    [
      'that it is the baseline',
      document(),
      [report(idOf('payments'), { first: true })],
      /^baseline run: changes are reported from the next run on$/,
    ],
  ])('report: %s', (_, of, summaries, answer) => {
    const [title, second] = print(of, summaries).split('\n')
    expect(title).toBe('fleet · Sat 21 Nov 2026, 02:00 UTC · 0 checks · run run-1')
    expect(second).toMatch(answer)
  })
})

describe('the blocks', () => {
  const many = Array.from({ length: 30 }, (_, index) => `cluster-${index}`)
  const big = document({
    clusters: many.map((name, index) => audited(name, index > 25 ? { outcome: 'unreachable', cause: 'timeout' } : {})),
    findings: many.slice(0, 12).map(critical),
    run: incomplete,
  })

  it('stand in the order in which they are needed, and the reason of the exit code is the last line', () => {
    const lines = print(
      big,
      many.map((name) => report(idOf(name), { target: cluster(idOf(name), 'retail'), changes: [change('opened')] })),
    ).split('\n')
    const heads = lines.filter((line) => /^[A-Z]{2}/.test(line))
    expect(heads.map((line) => line.split(/[ :,]/)[0])).toEqual(['SINCE', 'FIX', 'CLUSTERS', 'NOT'])
    expect(lines.at(-2)).toBe('exit 1: open findings at high or above (--fail-on high)')
  })

  it.each([80, 110, 160])('fit %i columns, in at most 45 lines', (width) => {
    const lines = print(
      big,
      many.map((name) => report(idOf(name), { changes: [change('opened')] })),
      width,
    )
      .trimEnd()
      .split('\n')
    expect(lines.length).toBeLessThanOrEqual(45)
    for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(width)
  })

  it('show every row with --all, and count what they do not show without it', () => {
    expect(print(big)).toMatch(/… 20 more read clusters \(--all\)/)
    expect(print(big, [], 110, true)).not.toMatch(/--all/)
  })

  it('put the worst cluster first', () => {
    const of = document({ clusters: [audited('quiet'), audited('loud')], findings: [critical('loud')] })
    const rows = print(of)
      .split('\n')
      .filter((line) => /^ {2}(quiet|loud) /.test(line))
    expect(rows.map((line) => line.trim().split(' ')[0])).toEqual(['loud', 'quiet'])
  })

  it('name a severity only with the clusters that have it', () => {
    const of = document({
      clusters: [audited('a'), audited('b')],
      findings: [critical('a'), finding({ cluster: idOf('b'), fingerprint: 'b', severity: 'info' })],
    })
    expect(print(of)).toMatch(/critical {2}unpinned-image .* a \(\+1 info\)/)
  })

  it.each([
    ['never read', undefined, /payments {2}EKS eu-west-1 {2}timeout {2}never read/],
    [
      'as of when its findings are',
      '2026-11-20T02:00:00Z',
      /timeout {2}last read 2026-11-20 02:00 UTC, 1 finding from then/,
    ],
  ])('report of a cluster that was not read: %s', (_, staleSince, expected) => {
    const of = document({
      clusters: [audited('payments', { outcome: 'unreachable', cause: 'timeout' }, { staleSince })],
      findings: staleSince ? [finding({ staleSince })] : [],
      run: incomplete,
    })
    expect(print(of)).toMatch(expected)
  })

  it('name of a cluster that was not read the reason, and the remedy of that reason alone', () => {
    const action = (sentence: string) => ({ kind: 'action' as const, sentence })
    const unknown = {
      ruleVersion: 1,
      verdict: 'unknown',
      severity: 'high',
      detail: 'x',
      cluster: idOf('payments'),
    } as const
    const text = print(
      document({
        clusters: [
          audited('payments', {
            outcome: 'unreachable',
            cause: 'tool-error',
            detail: 'client-key of the kubeconfig cannot be read',
          }),
        ],
        verdicts: [
          { ...unknown, check: 'high-latency', cause: 'undeclared', grant: action('declare a plane') },
          { ...unknown, check: 'public-broker', cause: 'tool-error', grant: action('name a file') },
        ],
        run: incomplete,
      }),
    ).replaceAll(/\s+/g, ' ')
    expect(text).toMatch(/tool-error never read; client-key of the kubeconfig cannot be read; → name a file/)
    expect(text).not.toMatch(/declare a plane/)
  })

  it('count questions without an answer, though every cluster was read', () => {
    const unknown = {
      check: 'high-latency',
      ruleVersion: 1,
      verdict: 'unknown',
      severity: 'medium',
      cause: 'timeout',
      detail: 'late',
    } as const
    const text = print(document({ verdicts: [{ ...unknown, cluster: idOf('payments') }] }))
    expect(text).toMatch(/NOT ANSWERED\n {2}1 question without an answer on clusters that were read/)
    expect(text).not.toMatch(/NOT READ/)
  })
})
