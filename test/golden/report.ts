import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { documentOf } from '@fleet-auditor/audit/results/audit-document.ts'
import { summaryOf } from '@fleet-auditor/audit/results/summary.ts'
import type { TargetResult } from '@fleet-auditor/audit/results/target-result.ts'
import { runContext } from '@fleet-auditor/audit/run-context.ts'
import { judgeCluster } from '@fleet-auditor/audit/cluster/judge-cluster.ts'
import { countsOf } from '@fleet-auditor/audit/results/run-counts.ts'
import type { AuditDocument } from '@fleet-auditor/model/audit-document.ts'
import { isComplete } from '@fleet-auditor/model/completeness.ts'
import type { Digest } from '@fleet-auditor/model/digest.ts'
import { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { Snapshot } from '@fleet-auditor/model/snapshot.ts'
import { subjectOf } from '@fleet-auditor/model/verdict.ts'
import { digestOf } from '@fleet-auditor/report/digest/digest.ts'
import { noColours } from '@fleet-auditor/report/paint.ts'
import { terminalReport } from '@fleet-auditor/report/terminal/terminal-report.ts'

const folder = path.join(import.meta.dirname, 'snapshots')
export const goldenFile = path.join(import.meta.dirname, 'report.txt')

const fleet = FleetFile.parse({
  fleet: 'golden',
  planes: [{ name: 'central', region: 'eu-west-1', manages: [{}] }],
})
const run = 'golden-run'
const startedAt = '2026-11-21T02:00:00.000Z'
const context = runContext({ run, startedAt, fleet, signal: new AbortController().signal })

function resultOf(snapshot: Snapshot): TargetResult {
  const name = snapshot.locator.slice(snapshot.locator.lastIndexOf('/') + 1)
  const cluster = {
    id: `eks:111122223333:eu-west-1/${name}`,
    locator: snapshot.locator,
    name,
    provider: snapshot.provider,
    scope: 'aws:111122223333:eu-west-1',
    region: 'eu-west-1',
    labels: {},
  }
  const scope = { provider: 'eks', account: '111122223333', region: 'eu-west-1' } as const
  const { takenAt, sections } = snapshot
  const row = { id: cluster.id, kind: 'cluster', outcome: 'audited' } as const
  const taken = { found: { cluster, scope }, sections, takenAt, clusterTime: takenAt, row }
  const nothing = { head: undefined, findings: [], rules: undefined, identity: {}, reachedBefore: false }
  return judgeCluster(taken, [], { ...nothing, incarnation: { kind: 'first', number: 1 } }, context)
}

/** The stored snapshots judged by the checks of now. */
export function goldenDocument(): { readonly document: AuditDocument; readonly digest: Digest } {
  const results = readdirSync(folder)
    .toSorted()
    .map((file) => resultOf(Snapshot.parse(JSON.parse(readFileSync(path.join(folder, file), 'utf8')))))
  const ledger = results.map(({ row }) => row)
  const summaries = results.map((result) => summaryOf(result, { first: true, changes: [] }, undefined, context))
  const opened = { id: run, fleet: 'golden', startedAt, partial: false, ruleSet: '{}', ledger }
  const ended = { ...opened, state: isComplete(ledger, new Set()) ? ('complete' as const) : ('incomplete' as const), counts: countsOf(summaries) }
  const document = documentOf(ended, results)
  return { document, digest: digestOf({ run: ended, summaries }) }
}

/** The same as a person reads the report, with every verdict below. */
export function goldenReport(): string {
  const { document, digest } = goldenDocument()
  const verdicts = document.verdicts.map((each) => {
    const word = each.verdict === 'fail' ? `fail (${each.severity})` : each.verdict
    const cause = each.verdict === 'unknown' ? each.cause : ''
    const { kind, namespace, name, container, field } = subjectOf(each) ?? {}
    const subject = [kind, namespace, name, container, field].filter(Boolean).join('/')
    return [each.cluster, each.check, word, cause, subject].join(' ').trimEnd()
  })
  return `${terminalReport(document, { paint: noColours, width: 160, all: true, verbose: true, digest, ending: 'exit 0' })}\n${verdicts.join('\n')}\n`
}
