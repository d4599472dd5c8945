import type { Digest } from '@fleet-auditor/model/digest.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'

/** Whether a digest is worth a message. A run that is incomplete is told whatever it found. */
export const hasNews = ({ run, baseline, lines, newClusters }: Digest): boolean =>
  baseline || lines.length > 0 || newClusters.length > 0 || run.state !== 'complete'

/** Whether a team's part is: what the fleet's digest tells of the run itself is not repeated to every team. */
export const hasOwnNews = ({ lines, newClusters }: Digest): boolean => lines.length > 0 || newClusters.length > 0

/** The day of a run's start where its fleet is: `2026-11-23`, `monday`. */
export function dayOf({ startedAt }: Digest['run'], timeZone: string): { date: string; weekday: string } {
  const at = new Date(startedAt)
  const date = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(at)
  const weekday = new Intl.DateTimeFormat('en-US', { timeZone, weekday: 'long' }).format(at).toLowerCase()
  return { date, weekday }
}

/** Once a week a whole run without news says that it took place; a run of a part never does. */
export const isHeartbeat = ({ run }: Digest, { slack, schedule }: Pick<FleetFile, 'slack' | 'schedule'>): boolean =>
  !run.partial && dayOf(run, schedule.timeZone).weekday === slack.heartbeat
