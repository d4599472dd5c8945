import { z } from 'zod'

/** Worst first. `info` never fails a run. */
export const Severity = z.enum(['critical', 'high', 'medium', 'low', 'info'])
export type Severity = z.infer<typeof Severity>

/** 0 is the worst. */
export const severityRank = (severity: Severity): number => Severity.options.indexOf(severity)

export const isAtLeast = (severity: Severity, threshold: Severity): boolean =>
  severityRank(severity) <= severityRank(threshold)
