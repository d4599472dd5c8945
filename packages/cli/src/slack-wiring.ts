import type { NotifyPorts } from '@fleet-auditor/audit/notify-run.ts'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import type { Messenger } from '@fleet-auditor/audit/ports/messenger.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import type { SlackAccess } from './environment.ts'

/** The ports that tell a run to people, by whatever the environment gives. Throws AuditorError `config` for nothing. */
export async function wireNotify(
  access: SlackAccess = {},
  { slack }: FleetFile,
  { ledger, outbox }: Pick<FleetStore, 'ledger' | 'outbox'>,
): Promise<NotifyPorts> {
  const messenger = await wireMessenger(access)
  const clock = { now: () => new Date().toISOString() }
  if (slack.criticalTopic === undefined) return { ledger, outbox, clock, messenger }
  const { createPublisher } = await import('@fleet-auditor/adapters/aws/publish.ts')
  return { ledger, outbox, clock, messenger, pager: createPublisher() }
}

/** A bot can do more than a webhook. */
async function wireMessenger({ botToken, webhookUrl, apiUrl }: SlackAccess): Promise<Messenger> {
  if (botToken !== undefined) {
    const { createBot } = await import('@fleet-auditor/adapters/slack/bot.ts')
    return createBot({ token: botToken, ...(apiUrl === undefined ? {} : { apiUrl }) })
  }
  if (webhookUrl !== undefined) {
    const { createWebhook } = await import('@fleet-auditor/adapters/slack/webhook.ts')
    return createWebhook({ url: webhookUrl })
  }
  throw new AuditorError('config', 'nothing says how Slack is reached', {
    place: '--slack',
    remedy: 'set SLACK_BOT_TOKEN (with slack.channel in the fleet file) or SLACK_WEBHOOK_URL in the environment',
  })
}
