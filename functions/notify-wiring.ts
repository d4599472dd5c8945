import { type NotifyPorts, notifyRun } from '@fleet-auditor/audit/notify/notify-run.ts'
import type { Messenger, Pager } from '@fleet-auditor/audit/ports/messenger.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { optionalVariable } from './environment.ts'
import { type Invocation, timeLeft } from './invocation.ts'
import { type Log, progressTo } from './log.ts'
import type { Wired } from './wiring.ts'

/** Milliseconds that the messages of one run may take, Slack's waits included. */
const deadlineMs = 120_000

/** Tells one run to Slack and to the topic of criticals. Repeated, it sends what is missing. */
export async function notified(
  run: string,
  { fleet, store, clock }: Wired,
  log: Log,
  invocation: Invocation,
): Promise<{ run: string; sent: number }> {
  const messenger = await wireMessenger()
  const pager = await wirePager(fleet)
  const ports: NotifyPorts = {
    ledger: store.ledger,
    outbox: store.outbox,
    clock,
    progress: progressTo(log),
    messenger,
    pager,
  }
  const told = await notifyRun(run, fleet, ports, { deadlineMs: timeLeft(invocation, deadlineMs) })
  log({ kind: 'notified', run, by: messenger?.kind ?? 'nobody', ...told })
  return { run, sent: told.sent }
}

/** A bot can do more than a webhook; without either, nothing goes to Slack. */
async function wireMessenger(): Promise<Messenger | undefined> {
  const token = optionalVariable('SLACK_BOT_TOKEN')
  const url = optionalVariable('SLACK_WEBHOOK_URL')
  if (token !== undefined) {
    const { createBot } = await import('@fleet-auditor/adapters/slack/bot.ts')
    const apiUrl = optionalVariable('SLACK_API_URL')
    return createBot({ token, apiUrl })
  }
  if (url === undefined) return undefined
  const { createWebhook } = await import('@fleet-auditor/adapters/slack/webhook.ts')
  return createWebhook({ url })
}

async function wirePager({ slack }: FleetFile): Promise<Pager | undefined> {
  if (slack.criticalTopic === undefined) return undefined
  const { createPublisher } = await import('@fleet-auditor/adapters/aws/publish.ts')
  return createPublisher()
}
