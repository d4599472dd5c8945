import { noChannel, type NotifyPorts } from '@fleet-auditor/audit/notify/notify-run.ts'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import type { Messenger } from '@fleet-auditor/audit/ports/messenger.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import type { SlackAccess } from './environment.ts'

/** The ports that tell a run to people, by whatever the environment gives. Throws AuditorError `config` for nothing. */
export async function wireNotify(
  access: SlackAccess = {},
  fleet: FleetFile,
  { ledger, outbox }: Pick<FleetStore, 'ledger' | 'outbox'>,
): Promise<NotifyPorts> {
  requireSlack(access, fleet)
  const messenger = await wireMessenger(access)
  const clock = { now: () => new Date().toISOString() }
  if (fleet.slack.criticalTopic === undefined) return { ledger, outbox, clock, messenger }
  const { createPublisher } = await import('@fleet-auditor/adapters/aws/publish.ts')
  return { ledger, outbox, clock, messenger, pager: createPublisher() }
}

/** Throws AuditorError `config` where the environment and the fleet file do not say how and where Slack is told. */
export function requireSlack({ botToken, webhookUrl }: SlackAccess = {}, { slack }: FleetFile): void {
  if (botToken === undefined && webhookUrl === undefined) throw notReached()
  if (botToken !== undefined && slack.channel === undefined) throw noChannel()
}

/** A bot can do more than a webhook. */
async function wireMessenger({ botToken, webhookUrl, apiUrl }: SlackAccess): Promise<Messenger> {
  if (botToken !== undefined) {
    const { createBot } = await import('@fleet-auditor/adapters/slack/bot.ts')
    return createBot({ token: botToken, apiUrl })
  }
  if (webhookUrl === undefined) throw notReached()
  const { createWebhook } = await import('@fleet-auditor/adapters/slack/webhook.ts')
  return createWebhook({ url: webhookUrl })
}

const notReached = (): AuditorError =>
  new AuditorError('config', 'nothing says how Slack is reached', {
    place: '--slack',
    remedy: 'set SLACK_BOT_TOKEN (with slack.channel in the fleet file) or SLACK_WEBHOOK_URL in the environment',
  })
