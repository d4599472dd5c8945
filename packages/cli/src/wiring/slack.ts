import { noChannel, notifyRun, type NotifyPorts } from '@fleet-auditor/audit/notify/notify-run.ts'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import type { Messenger } from '@fleet-auditor/audit/ports/messenger.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { clock } from './clock.ts'
import type { Io, SlackAccess } from './environment.ts'

/** The ports that send a run to people. Throws AuditorError `config` where Slack is not configured. */
export async function wireNotify(
  access: SlackAccess = {},
  fleet: FleetFile,
  { ledger, outbox }: Pick<FleetStore, 'ledger' | 'outbox'>,
): Promise<NotifyPorts> {
  requireSlack(access, fleet)
  const messenger = await wireMessenger(access)
  if (fleet.slack.criticalTopic === undefined) return { ledger, outbox, clock, messenger }
  const { createPublisher } = await import('@fleet-auditor/adapters/aws/publish.ts')
  return { ledger, outbox, clock, messenger, pager: createPublisher() }
}

/** Throws AuditorError `config` where the environment and the fleet file do not say how to reach Slack. */
export function requireSlack({ botToken, webhookUrl }: SlackAccess = {}, { slack }: FleetFile): void {
  if (botToken === undefined && webhookUrl === undefined) throw notConfigured()
  if (botToken !== undefined && slack.channel === undefined) throw noChannel()
}

/** A bot can do more than a webhook. */
async function wireMessenger({ botToken, webhookUrl, apiUrl }: SlackAccess): Promise<Messenger> {
  if (botToken !== undefined) {
    const { createBot } = await import('@fleet-auditor/adapters/slack/bot.ts')
    return createBot({ token: botToken, apiUrl })
  }
  if (webhookUrl === undefined) throw notConfigured()
  const { createWebhook } = await import('@fleet-auditor/adapters/slack/webhook.ts')
  return createWebhook({ url: webhookUrl })
}

const notConfigured = (): AuditorError =>
  new AuditorError('config', 'Slack is not configured', {
    place: '--slack',
    remedy: 'set SLACK_BOT_TOKEN (with slack.channel in the fleet file) or SLACK_WEBHOOK_URL in the environment',
  })

/** Posts a run to Slack and prints what was sent on standard error. */
export async function postToSlack(
  run: string,
  fleet: FleetFile,
  store: FleetStore,
  { environment, err }: Io,
): Promise<void> {
  const { sent, updated, already } = await notifyRun(run, fleet, await wireNotify(environment.slack, fleet, store))
  const counts = [`${sent} sent`]
  if (updated > 0) counts.push(`${updated} updated`)
  if (already > 0) counts.push(`${already} sent before`)
  err(`fleet-auditor: Slack: ${counts.join(', ')}${sent + updated + already === 0 ? ': nothing to send' : ''}\n`)
}
