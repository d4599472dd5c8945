import { Severity, severityRank } from '@fleet-auditor/model/severity.ts'

/**
 * How bad a cell's word is; 0 for what passes, does not apply or is for information. An unknown weighs less than any
 * failure.
 */
export function weight(word: string): number {
  const severity = Severity.options.find((each) => word.startsWith(each))
  if (severity === 'info') return 0
  if (severity) return 10 - severityRank(severity)
  return word.startsWith('?') ? 1 : 0
}
