import type { Messenger, Pager } from '@fleet-auditor/audit/ports/messenger.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { z } from 'zod'
import type { Wire } from '../run/step-with.ts'
import { readSettings } from './environment.ts'
import { openingStore, tableVariables, type WithStore } from './table.ts'

const Settings = z.object({
  ...tableVariables,
  SLACK_BOT_TOKEN: z.string().optional(),
  SLACK_WEBHOOK_URL: z.string().optional(),
  SLACK_API_URL: z.string().optional(),
})
type Settings = z.infer<typeof Settings>

interface Notifiers {
  readonly messenger: Messenger | undefined
  readonly pager: Pager | undefined
}

export interface WithNotifiers extends WithStore {
  /** Made when there is something to send: a mistake in them stops no other work. */
  readonly notifiers: () => Promise<Notifiers>
}

/** Of the functions that notify people. */
export const wireNotifiers: Wire<WithNotifiers> = async () => {
  const settings = readSettings(Settings)
  const open = await openingStore(settings)
  return async (call) => {
    const opened = await open(call)
    const notifiers = async (): Promise<Notifiers> => ({
      messenger: await messengerOf(settings),
      pager: await pagerOf(opened.fleet),
    })
    return { ...opened, notifiers }
  }
}

/** A bot can do more than a webhook; without either, nothing goes to Slack. */
async function messengerOf(settings: Settings): Promise<Messenger | undefined> {
  const { SLACK_BOT_TOKEN: token, SLACK_WEBHOOK_URL: url, SLACK_API_URL: apiUrl } = settings
  if (token !== undefined) {
    const { createBot } = await import('@fleet-auditor/adapters/slack/bot.ts')
    return createBot({ token, apiUrl })
  }
  if (url === undefined) return undefined
  const { createWebhook } = await import('@fleet-auditor/adapters/slack/webhook.ts')
  return createWebhook({ url })
}

async function pagerOf({ slack }: FleetFile): Promise<Pager | undefined> {
  if (slack.criticalTopic === undefined) return undefined
  const { createPublisher } = await import('@fleet-auditor/adapters/aws/publish.ts')
  return createPublisher()
}
