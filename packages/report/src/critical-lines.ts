import type { Digest, DigestLine } from '@fleet-auditor/model/digest.ts'
import { asks } from './digest-line.ts'

/** Findings that are critical since this run. A first night is nobody's news: its digest names them. */
export const criticalLines = ({ baseline, lines }: Pick<Digest, 'baseline' | 'lines'>): DigestLine[] =>
  baseline ? [] : lines.filter(({ severity, kind }) => severity === 'critical' && asks(kind))
