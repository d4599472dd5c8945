import { Presence, presenceWords } from '@fleet-auditor/model/presence.ts'
import type { RunSummary } from '@fleet-auditor/model/run.ts'

/** `Meshery found in 9, traces only in 1, none found in 3`: in how many clusters; empty where it was not counted. */
export function presenceText(counts: RunSummary['counts']): string {
  const presence = counts?.presence
  if (!presence) return ''
  const words = Presence.options.filter((word) => presence[word] > 0)
  return words.map((word) => `${presenceWords[word]} in ${presence[word]}`).join(', ')
}
