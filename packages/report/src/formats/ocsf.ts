import { findCheck } from '@fleet-auditor/checks/registry.ts'
import type { AuditDocument } from '@fleet-auditor/model/audit-document.ts'
import { parseClusterId } from '@fleet-auditor/model/cluster-id.ts'
import type { ChangeKind } from '@fleet-auditor/model/finding.ts'
import type { Severity } from '@fleet-auditor/model/severity.ts'
import { jsonText } from '../json-text.ts'
import { exportedOf, unreadText, type Exported, type ExportedFinding } from './exported.ts'

/** The version of OCSF that the events are of (schema.ocsf.io). */
const version = '1.5.0'
const complianceFinding = 2003
/** `activity_id` of a finding. */
const activities = { create: 1, update: 2, close: 3 } as const
/** `status_id` of a finding. */
const states = { new: 1, inProgress: 2, suppressed: 3, resolved: 4 } as const
/** `compliance.status_id`. */
const outcomes = { unknown: 0, fail: 3 } as const
const severities: Readonly<Record<Severity, number>> = { info: 1, low: 2, medium: 3, high: 4, critical: 5 }

/**
 * An audit as a list of OCSF compliance findings (class 2003). What could not be answered, and what could not be read,
 * is an event of its own whose compliance status is unknown, so that a missing failure never reads as a pass.
 */
export function ocsfText(document: AuditDocument): string {
  const exported = exportedOf(document)
  const events = [
    ...exported.findings.map((each) => failedEvent(each, document)),
    ...exported.unknowns.map((each) => unansweredEvent(each, document)),
    ...exported.unread.map((row) => unreadEvent(row, document)),
  ]
  return `${jsonText(events, 2)}\n`
}

const activityOf: Readonly<Partial<Record<ChangeKind, number>>> = {
  opened: activities.create,
  reopened: activities.create,
  resolved: activities.close,
}

function failedEvent({ finding, subject, change }: ExportedFinding, document: AuditDocument): object {
  const { check, severity, fingerprint, title, text, remedy, cluster, state, waived, firstSeen, lastSeen } = finding
  return {
    ...eventOf(document, (change && activityOf[change]) ?? activities.update, severities[severity]),
    status_id: state === 'resolved' ? states.resolved : waived ? states.suppressed : stateOf(change),
    status_detail: waived?.reason,
    finding_info: {
      uid: fingerprint,
      title,
      desc: text,
      types: [check],
      first_seen_time: Date.parse(firstSeen),
      last_seen_time: Date.parse(lastSeen),
    },
    compliance: { ...complianceOf(check), status_id: outcomes.fail, status: 'Fail' },
    resources: [resourceOf(cluster, subject)],
    remediation: remedy && {
      desc: [remedy.summary, ...remedy.steps.flatMap(({ commands }) => commands)].join('\n'),
    },
  }
}

const stateOf = (change: ChangeKind | undefined): number =>
  change === 'opened' || change === 'reopened' ? states.new : states.inProgress

function unansweredEvent(unknown: Exported['unknowns'][number], document: AuditDocument): object {
  const { check, cluster, subject, cause, detail, severity } = unknown
  return {
    ...eventOf(document, activities.update, severities[severity]),
    status_id: states.inProgress,
    status_code: cause,
    finding_info: {
      uid: ['unanswered', check, cluster, subject ?? ''].join('|'),
      title: findCheck(check)?.title ?? check,
      desc: `not answered (${cause}): ${detail}`,
      types: [check],
    },
    compliance: { ...complianceOf(check), status_id: outcomes.unknown, status: 'Unknown' },
    resources: [resourceOf(cluster, subject)],
  }
}

function unreadEvent(row: Exported['unread'][number], document: AuditDocument): object {
  return {
    ...eventOf(document, activities.update, severities.high),
    status_id: states.inProgress,
    status_code: row.cause ?? row.outcome,
    finding_info: {
      uid: ['unread', row.kind, row.id].join('|'),
      title: `The ${row.kind} was not read`,
      desc: unreadText(row),
      types: ['unread'],
    },
    compliance: { control: 'unread', standards: [standard], status_id: outcomes.unknown, status: 'Unknown' },
    resources: [resourceOf(row.id, undefined)],
  }
}

const standard = 'Meshery production readiness'

function complianceOf(id: string): object {
  const check = findCheck(id)
  return { control: id, standards: [standard], requirements: check ? [check.group] : undefined }
}

const eventOf = ({ run }: AuditDocument, activity: number, severity: number): object => ({
  class_uid: complianceFinding,
  class_name: 'Compliance Finding',
  category_uid: 2,
  category_name: 'Findings',
  activity_id: activity,
  type_uid: complianceFinding * 100 + activity,
  severity_id: severity,
  time: Date.parse(run.endedAt ?? run.startedAt),
  metadata: {
    version,
    product: { name: 'fleet-auditor', vendor_name: 'Meshery fleet auditor' },
    correlation_uid: run.id,
    tenant_uid: run.fleet,
  },
  unmapped: { complete: run.state === 'complete', coverage: run.coverage },
})

function resourceOf(cluster: string, subject: string | undefined): object {
  const place = parseClusterId(cluster)
  return {
    uid: subject === undefined ? cluster : `${cluster}: ${subject}`,
    name: subject ?? place?.name ?? cluster,
    type: subject?.split(' ')[0] ?? 'Cluster',
    region: place?.from === 'eks' ? place.region : place?.from === 'gke' ? place.location : undefined,
    group: { name: cluster },
  }
}
