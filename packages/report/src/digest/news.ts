import type { Digest, DigestLine } from '@fleet-auditor/model/digest.ts'
import { asksForAction } from '@fleet-auditor/model/finding.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'

/** Whether a digest is worth a message. An incomplete run is reported whatever it found. */
export const hasNews = ({ run, baseline, lines, newClusters }: Digest): boolean =>
  baseline || lines.length > 0 || newClusters.length > 0 || run.state !== 'complete'

/** Whether a team's part is: news about the run itself goes to the fleet's channel only. */
export const hasOwnNews = ({ lines, newClusters }: Digest): boolean => lines.length > 0 || newClusters.length > 0

/** The day of a run's start where its fleet is: `2026-11-23`, `monday`. */
export function dayOf({ startedAt }: Digest['run'], timeZone: string): { date: string; weekday: string } {
  const at = new Date(startedAt)
  const date = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(at)
  const weekday = new Intl.DateTimeFormat('en-US', { timeZone, weekday: 'long' }).format(at).toLowerCase()
  return { date, weekday }
}

/** Once a week a run of the whole fleet without news is reported; a partial run never is. */
export const isHeartbeat = ({ run }: Digest, { slack, schedule }: Pick<FleetFile, 'slack' | 'schedule'>): boolean =>
  !run.partial && dayOf(run, schedule.timeZone).weekday === slack.heartbeat

/** Findings that are critical since this run. A baseline run changed nothing: its digest names what is critical. */
export const criticalLines = ({ baseline, lines }: Pick<Digest, 'baseline' | 'lines'>): DigestLine[] =>
  baseline ? [] : lines.filter(({ severity, kind }) => severity === 'critical' && asksForAction(kind))
