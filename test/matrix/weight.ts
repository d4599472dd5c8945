import { Severity, severityRank } from '@fleet-auditor/model/severity.ts'

/** How bad a cell's word is; 0 for what passes or does not apply. An unknown weighs less than any failure. */
export function weight(word: string): number {
  const severity = Severity.options.find((each) => word.startsWith(each))
  if (severity) return 10 - severityRank(severity)
  return word.startsWith('?') ? 1 : 0
}
