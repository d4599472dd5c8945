import { findCheck } from '@fleet-auditor/checks/registry.ts'
import type { AuditDocument } from '@fleet-auditor/model/audit-document.ts'
import type { ChangeKind } from '@fleet-auditor/model/finding.ts'
import type { Severity } from '@fleet-auditor/model/severity.ts'
import { jsonText } from '../json-text.ts'
import { exportedOf, isStopped, unreadText, type Exported, type ExportedFinding } from './exported.ts'

const schema = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json'

/**
 * An audit as a log of SARIF 2.1.0: findings are results of kind `fail`, what could not be answered is of kind `open`
 * (§3.27.9), what could not be read is a notification of the invocation, which then was not successful (§3.20.14).
 */
export function sarifText(document: AuditDocument): string {
  const exported = exportedOf(document)
  const run = {
    tool: { driver: { name: 'fleet-auditor', rules: rulesOf(exported) } },
    automationDetails: { id: `${document.run.fleet}/${document.run.id}` },
    invocations: [invocationOf(document, exported)],
    columnKind: 'unicodeCodePoints',
    results: [...exported.findings.map(failOf), ...openOf(exported)],
    properties: { coverage: document.run.coverage, partial: document.run.partial },
  }
  return `${jsonText({ $schema: schema, version: '2.1.0', runs: [run] }, 2)}\n`
}

/** `security-severity` is what code scanning sorts by: CVSS's bands. */
const levels: Readonly<Record<Severity, readonly [level: string, score: string]>> = {
  critical: ['error', '9.5'],
  high: ['error', '8.0'],
  medium: ['warning', '5.5'],
  low: ['note', '2.0'],
  info: ['note', '0.0'],
}

function rulesOf({ findings, unknowns }: Exported): object[] {
  const ids = new Set([...findings.map(({ finding }) => finding.check), ...unknowns.map(({ check }) => check)])
  return [...ids].toSorted().map((id) => {
    const check = findCheck(id)
    if (!check) return { id }
    const [level, score] = levels[check.severity]
    return {
      id,
      shortDescription: { text: check.title },
      fullDescription: { text: check.rule },
      help: { text: check.why },
      defaultConfiguration: { level },
      properties: { 'security-severity': score, tags: [check.group] },
    }
  })
}

const baseline: Readonly<Partial<Record<ChangeKind, string>>> = {
  opened: 'new',
  reopened: 'new',
  worsened: 'updated',
  improved: 'updated',
  resolved: 'absent',
}

function failOf({ finding, subject, change }: ExportedFinding): object {
  const { check, severity, fingerprint, waived, state, text, remedy, cluster, openedAt } = finding
  const isGone = state === 'resolved'
  return {
    ruleId: check,
    kind: 'fail',
    level: levels[severity][0],
    message: { text: remedy ? `${text}\n${remedy.summary}` : text },
    locations: [locationOf(cluster, subject)],
    partialFingerprints: { 'fleetAuditorFinding/v1': fingerprint },
    baselineState: isGone ? 'absent' : ((change && baseline[change]) ?? 'unchanged'),
    suppressions: waived && [{ kind: 'external', status: 'accepted', justification: waived.reason }],
    properties: { severity, openedAt, remedy, waived },
  }
}

const openOf = ({ unknowns }: Exported): object[] =>
  unknowns.map(({ check, cluster, subject, cause, detail, severity }) => ({
    ruleId: check,
    kind: 'open',
    level: 'none',
    message: { text: `not answered (${cause}): ${detail}` },
    locations: [locationOf(cluster, subject)],
    partialFingerprints: { 'fleetAuditorUnknown/v1': [check, cluster, subject ?? ''].join('|') },
    properties: { severity, cause },
  }))

/** Objects of a cluster lie in no file; code scanning asks for one all the same. */
const locationOf = (cluster: string, subject: string | undefined): object => ({
  physicalLocation: { artifactLocation: { uri: `clusters/${encodeURIComponent(cluster)}` } },
  logicalLocations: [
    { fullyQualifiedName: subject === undefined ? cluster : `${cluster}: ${subject}`, kind: 'resource' },
  ],
})

const invocationOf = ({ run }: AuditDocument, { unread }: Exported): object => ({
  executionSuccessful: run.state === 'complete',
  startTimeUtc: run.startedAt,
  endTimeUtc: run.endedAt,
  toolExecutionNotifications: unread.map((row) => ({
    descriptor: { id: row.outcome },
    level: isStopped(row) ? 'note' : 'error',
    message: { text: `${row.kind} ${row.id}: ${unreadText(row)}` },
  })),
})
