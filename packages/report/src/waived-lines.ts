import type { AppliedWaiver } from '@fleet-auditor/model/applied-waiver.ts'
import type { AuditDocument } from '@fleet-auditor/model/audit-document.ts'
import { subjectLabel } from '@fleet-auditor/model/subject.ts'
import { safeText } from './safe-text.ts'

/** Open findings that a waiver accepts, one line each. */
export function waivedLines({ findings }: AuditDocument, label: (cluster: string) => string): string[] {
  return findings.flatMap(({ state, waived, check, cluster, subject }) => {
    if (state !== 'open' || !waived) return []
    const { owner, reason, expires } = waived
    const what = `${check}: ${safeText(label(cluster))}: ${safeText(subjectLabel(subject))}`
    return [`${what}: ${safeText(reason)} (${safeText(owner)}, until ${expires})`]
  })
}

/** Who accepted it, and until when. */
export const waiverText = ({ owner, expires }: AppliedWaiver): string => `accepted by ${owner} until ${expires}`
