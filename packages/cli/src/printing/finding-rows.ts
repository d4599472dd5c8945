import type { StoredFinding } from '@fleet-auditor/audit/ports/store.ts'
import { describeFinding } from '@fleet-auditor/checks/describe-finding.ts'
import { findCheck } from '@fleet-auditor/checks/registry.ts'
import { subjectLabel } from '@fleet-auditor/model/subject.ts'
import { columns } from '@fleet-auditor/report/columns.ts'
import { safeText, shortened } from '@fleet-auditor/report/safe-text.ts'

/**
 * `cluster`: its id, `plane:<name>` or `fleet`. `staleSince`: its target could not be read since. `flapping`: how often it
 * opened or was resolved in the last 14 runs, where that is often.
 */
export type NamedFinding = StoredFinding & {
  readonly cluster: string
  readonly staleSince?: string
  readonly flapping?: number
}

/** Letters of a fingerprint that a table shows; findings are found by them. */
const shownFingerprint = 12

export function findingTable(rows: readonly NamedFinding[], label: (id: string) => string): string[] {
  if (rows.length === 0) return ['no findings']
  const header = ['SEVERITY', 'STATE', 'CHECK', 'CLUSTER', 'SUBJECT', 'SINCE', 'FINDING', 'WHAT']
  return columns([
    header,
    ...rows.map((finding) => [
      finding.severity,
      stateText(finding),
      finding.check,
      safeText(label(finding.cluster)),
      safeText(subjectLabel(finding.subject)),
      finding.openedAt.slice(0, 16),
      finding.fingerprint.slice(0, shownFingerprint),
      shortened(safeText(describeFinding(findCheck(finding.check), finding)), 100),
    ]),
  ])
}

/** An open finding of a cluster that cannot be read was seen then, not now. */
function stateText({ state, resolution, staleSince, flapping }: NamedFinding): string {
  const flaps = flapping === undefined ? '' : `, flapping: ${flapping} changes in 14 runs`
  if (resolution) return `${state} (${resolution})${flaps}`
  return `${state === 'open' && staleSince !== undefined ? `open, as of ${staleSince.slice(0, 16)}` : state}${flaps}`
}
