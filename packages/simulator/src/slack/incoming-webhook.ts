import { messageFault } from './message-fault.ts'
import { parsed, type Workspace } from './web-api.ts'

export interface WebhookSetting {
  readonly channel: string
  /** Removed webhooks answer `no_service`. */
  readonly removed?: boolean
}

interface PlainAnswer {
  readonly status: number
  readonly body: string
}

/** https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks#handling_errors */
export function webhookAnswer(body: string, webhook: WebhookSetting | undefined, workspace: Workspace): PlainAnswer {
  if (!webhook || webhook.removed) return { status: 404, body: 'no_service' }
  const channel = workspace.channels.find(({ id }) => id === webhook.channel)
  if (!channel) return { status: 404, body: 'channel_not_found' }
  if (channel.archived) return { status: 410, body: 'channel_is_archived' }
  const payload = parsed(body)
  if (typeof payload !== 'object' || payload === null) return { status: 400, body: 'invalid_payload' }
  const text = 'text' in payload && typeof payload.text === 'string' ? payload.text : ''
  const blocks: unknown = 'blocks' in payload ? payload.blocks : undefined
  const fault = messageFault(text, blocks)
  if (fault) return { status: 400, body: fault.name }
  workspace.messages.add({ channel: channel.id, by: 'webhook', text, blocks })
  return { status: 200, body: 'ok' }
}
