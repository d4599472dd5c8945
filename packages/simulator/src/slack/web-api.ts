import type { ChannelSetting, Messages, SlackMessage } from './channel.ts'
import { messageFault } from './message-fault.ts'

export interface Workspace {
  readonly channels: readonly ChannelSetting[]
  readonly messages: Messages
}

type ApiAnswer = Readonly<Record<string, unknown>> & { readonly ok: boolean }
type ApiMethod = (asked: Arguments, workspace: Workspace) => ApiAnswer

const error = (name: string, messages?: readonly string[]): ApiAnswer => ({
  ok: false,
  error: name,
  response_metadata: messages === undefined ? undefined : { messages },
})

const mostMetadata = 8000

/** https://docs.slack.dev/reference/methods */
export const apiMethods: Readonly<Record<string, ApiMethod>> = {
  'auth.test': () => ({ ok: true, team: 'simulated', user: 'auditor', bot_id: 'B0SIM' }),
  'chat.postMessage': post,
  'chat.update': update,
  'conversations.history': history,
  'conversations.replies': replies,
}

function writable(asked: Arguments, { channels }: Workspace): ChannelSetting | ApiAnswer {
  const channel = channels.find(({ id }) => id === asked['channel'])
  if (!channel) return error('channel_not_found')
  if (channel.archived) return error('is_archived')
  return channel.member === false ? error('not_in_channel') : channel
}

const isError = (found: ChannelSetting | ApiAnswer): found is ApiAnswer => 'ok' in found

function contentOf(asked: Arguments): Pick<SlackMessage, 'text' | 'blocks' | 'metadata'> | ApiAnswer {
  const text = asked['text'] ?? ''
  const blocks = parsed(asked['blocks'])
  const metadata = parsed(asked['metadata'])
  const fault = messageFault(text, blocks)
  if (fault) return error(fault.name, fault.messages)
  if ((asked['metadata']?.length ?? 0) > mostMetadata) return error('metadata_too_large')
  return { text, blocks, metadata }
}

function post(asked: Arguments, workspace: Workspace): ApiAnswer {
  const channel = writable(asked, workspace)
  if (isError(channel)) return channel
  const content = contentOf(asked)
  if ('ok' in content) return content
  const threadTs = asked['thread_ts']
  const thread = threadTs === undefined ? {} : { threadTs }
  const { ts } = workspace.messages.add({ channel: channel.id, by: 'bot', ...content, ...thread })
  return { ok: true, channel: channel.id, ts, message: { type: 'message', text: content.text, ts } }
}

function update(asked: Arguments, workspace: Workspace): ApiAnswer {
  const channel = writable(asked, workspace)
  if (isError(channel)) return channel
  const content = contentOf(asked)
  if ('ok' in content) return content
  const ts = asked['ts'] ?? ''
  if (!workspace.messages.change(channel.id, ts, content)) return error('message_not_found')
  return { ok: true, channel: channel.id, ts, text: content.text }
}

function history(asked: Arguments, workspace: Workspace): ApiAnswer {
  const channel = writable(asked, workspace)
  if (isError(channel)) return channel
  const messages = workspace.messages.all().filter((one) => one.channel === channel.id && one.threadTs === undefined)
  return page(messages.toReversed(), asked)
}

function replies(asked: Arguments, workspace: Workspace): ApiAnswer {
  const channel = writable(asked, workspace)
  if (isError(channel)) return channel
  const { ts } = asked
  const thread = workspace.messages
    .all()
    .filter((one) => one.channel === channel.id && [one.ts, one.threadTs].includes(ts))
  return thread.length === 0 ? error('thread_not_found') : page(thread, asked)
}

/** `oldest` and `latest` are exclusive unless `inclusive`; metadata is shown only when asked for. */
function page(messages: readonly SlackMessage[], asked: Arguments): ApiAnswer {
  const { oldest = '0', latest = '9999999999', cursor = '0' } = asked
  const inclusive = asked['inclusive'] === 'true'
  const within = messages.filter(({ ts }) => {
    const [at, from, to] = [Number(ts), Number(oldest), Number(latest)]
    return inclusive ? at >= from && at <= to : at > from && at < to
  })
  const first = Number(cursor)
  const limit = Math.min(Number(asked['limit'] ?? '100'), 999)
  const more = within.length > first + limit
  const shown = within.slice(first, first + limit).map(({ ts, text, blocks, metadata, threadTs }) => ({
    type: 'message',
    ts,
    text,
    blocks,
    thread_ts: threadTs,
    metadata: metadata !== undefined && asked['include_all_metadata'] === 'true' ? metadata : undefined,
  }))
  return {
    ok: true,
    messages: shown,
    has_more: more,
    response_metadata: more ? { next_cursor: String(first + limit) } : undefined,
  }
}

type Arguments = Readonly<Record<string, string | undefined>>

/** As the clients send them: a form whose structured values are JSON, or one JSON document. */
export function argumentsOf(body: string, contentType: string): Arguments {
  if (!contentType.includes('json')) return Object.fromEntries(new URLSearchParams(body))
  const document = parsed(body)
  if (typeof document !== 'object' || document === null) return {}
  return Object.fromEntries(
    Object.entries(document).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  )
}

/** `undefined` for what is absent or no JSON. */
export function parsed(text: string | undefined): unknown {
  if (text === undefined) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
