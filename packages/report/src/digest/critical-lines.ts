import type { Digest, DigestLine } from '@fleet-auditor/model/digest.ts'
import { asksForAction } from '@fleet-auditor/model/finding.ts'

/** Findings that are critical since this run. A baseline run changed nothing: its digest names what is critical. */
export const criticalLines = ({ baseline, lines }: Pick<Digest, 'baseline' | 'lines'>): DigestLine[] =>
  baseline ? [] : lines.filter(({ severity, kind }) => severity === 'critical' && asksForAction(kind))
