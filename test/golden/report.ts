import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Auditing } from '@fleet-auditor/audit/auditing.ts'
import { documentOf, entryOf } from '@fleet-auditor/audit/results/audit-document.ts'
import type { ClusterAudit } from '@fleet-auditor/audit/cluster/cluster-audit.ts'
import { compareTarget } from '@fleet-auditor/audit/cluster/compare-night.ts'
import type { FoundCluster } from '@fleet-auditor/audit/discovery/discover-fleet.ts'
import { reportOf } from '@fleet-auditor/audit/results/cluster-report.ts'
import { clusterKey } from '@fleet-auditor/audit/hash.ts'
import { contextOf, judgeCluster } from '@fleet-auditor/audit/cluster/judge-cluster.ts'
import { countsOf, stateOf } from '@fleet-auditor/audit/results/run-counts.ts'
import { clusterChecks } from '@fleet-auditor/checks/registry.ts'
import { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { Snapshot } from '@fleet-auditor/model/snapshot.ts'
import { digestOf } from '@fleet-auditor/report/digest.ts'
import { noColours } from '@fleet-auditor/report/paint.ts'
import { terminalReport } from '@fleet-auditor/report/terminal.ts'

const folder = path.join(import.meta.dirname, 'snapshots')
export const goldenFile = path.join(import.meta.dirname, 'report.txt')

const fleet = FleetFile.parse({
  fleet: 'golden',
  planes: [{ name: 'central', region: 'eu-west-1', manages: [{}] }],
})
const run = 'golden-run'

function auditOf(snapshot: Snapshot): ClusterAudit {
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
  const found: FoundCluster = { cluster, scope: { provider: 'eks', account: '111122223333', region: 'eu-west-1' } }
  const { takenAt, sections } = snapshot
  const auditing: Pick<Auditing, 'fleet' | 'checks'> = { fleet, checks: clusterChecks }
  const context = contextOf(cluster, sections, { takenAt, reachedBefore: false, observations: [] }, auditing)
  const verdicts = judgeCluster(sections, context, auditing)
  const key = clusterKey(cluster.locator)
  const compared = compareTarget({ kind: 'cluster', key }, [], verdicts, { kind: 'first', number: 1 }, { incarnation: 1, run, takenAt, provider: 'eks' })
  const row = { id: cluster.id, kind: 'cluster', outcome: 'audited' } as const
  return { found, key, incarnation: 1, life: {}, context, row, takenAt, sections, verdicts, observations: [], compared }
}

/** The stored snapshots judged by the checks of now, told as a person reads it, with every verdict below. */
export function goldenReport(): string {
  const audits = readdirSync(folder)
    .toSorted()
    .map((file) => auditOf(Snapshot.parse(JSON.parse(readFileSync(path.join(folder, file), 'utf8')))))
  const entries = audits.map((audit) => entryOf(audit.found, audit, audit.takenAt))
  const ledger = entries.map((entry) => entry.row)
  const startedAt = '2026-11-21T02:00:00.000Z'
  const reports = audits.map((audit) => reportOf(audit, { run, fleet, startedAt }))
  const opened = { id: run, fleet: 'golden', startedAt, partial: false, ruleSet: '{}', ledger }
  const ended = { ...opened, state: stateOf(ledger), counts: countsOf(reports) }
  const document = documentOf(ended, entries, undefined)
  const digest = digestOf({ run: ended, reports })
  const verdicts = document.verdicts.map(({ cluster, check, verdict, severity, subject, cause }) =>
    [cluster, check, verdict === 'fail' ? `fail (${severity})` : verdict, cause ?? '', subject ? [subject.kind, subject.namespace, subject.name, subject.container, subject.field].filter(Boolean).join('/') : ''].join(' ').trimEnd(),
  )
  return `${terminalReport(document, { paint: noColours, verbose: true, digest })}\n${verdicts.join('\n')}\n`
}
