import process from 'node:process'
import { plannedMessages } from '@fleet-auditor/audit/notify/planned-messages.ts'
import { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { digestOf } from '@fleet-auditor/report/digest/digest.ts'
import { doJob } from './child.ts'
import { largeReport } from './run-report.ts'

export interface DigestJob {
  readonly clusters: number
  /** So many of them changed. */
  readonly changed: number
}

export interface DigestCost {
  readonly ms: number
  readonly peakMb: number
  /** All messages together. */
  readonly blocks: number
}

const teamCount = 20
const teams = Array.from({ length: teamCount }, (_, number) => ({
  name: `team-${number}`,
  channel: `C0TEAM${number}`,
  clusters: { cluster: [`${number}-*`] },
}))
const fleet = FleetFile.parse({ fleet: 'bench', teams, slack: { channel: 'C0ALL', criticalChannel: 'C0CRITICAL' } })

/** From the reports of a run to every block that Slack is sent: the fleet's, its thread, the teams' parts. */
await doJob(async ({ clusters, changed }: DigestJob): Promise<DigestCost> => {
  const report = largeReport(clusters, changed, teamCount)
  const begun = performance.now()
  const messages = plannedMessages(digestOf(report), fleet, 'bot').map(({ message }) => message)
  const blocks = messages.flatMap((message) => [...message.blocks, ...message.details.flatMap((part) => part.blocks)])
  const ms = performance.now() - begun
  return { ms, peakMb: process.resourceUsage().maxRSS / 1024, blocks: blocks.length }
})
