import { collected, failed, type Failed, type Section } from '@fleet-auditor/model/section.ts'
import type { Counters } from '@fleet-auditor/model/snapshot.ts'
import pLimit, { type LimitFunction } from 'p-limit'
import { ZodError } from 'zod'
import { endedBy } from '../../wire/transport-fault.ts'
import { within } from '../../wire/within.ts'
import { answerFailure, notJson, provesLogin, type Quote } from './answer-failure.ts'
import type { Answer } from './http-exchange.ts'
import { parseWatched } from './json-body.ts'
import { withoutCredentials, type LoginOptions } from './login.ts'
import { closeChannel, openChannel, persist, quoteIn, type Channel } from './persistent-exchange.ts'
import type { ApiRequest } from './resource-request.ts'

interface ApiClientOptions extends LoginOptions {
  /** Our own clock, for answers without a `Date`. */
  readonly now: () => string
  /** The turns of all clusters for a large answer. */
  readonly large: LimitFunction
}

/** Makes facts of a parsed answer; `at` is the answering server's clock. Throws ZodError for another shape. */
export type Project<T> = (body: unknown, at: string) => T

/** Reads one API server. Nothing here rejects for an outside failure. */
export interface ApiClient {
  /** Host, port and base path, which begin every detail. */
  readonly place: string
  readonly signal: AbortSignal
  /** The facts of a success; `at` is the answer's `Date`. The answer and its parsed form are dropped before it resolves. */
  read<T>(request: ApiRequest, project: Project<T>): Promise<Section<T>>
  /** A text of the server, made fit to store. */
  readonly quote: Quote
  /** Counts characters of facts that are retained of this cluster; `false` when these are more than may be. */
  retain(characters: number): boolean
  /** The same without what was sent to log in, wherever the server repeated it. */
  cleaned<T>(facts: T): T
  /** The `Date` of the first answer that only someone logged in gets. */
  loggedInAt(): string | undefined
  counters(): Counters
  close(): Promise<void>
}

/** Requests under way to one cluster. Their answers may each hold `smallBytes`. */
const atOnce = 24
/** An answer up to this size is read as it comes. */
const smallBytes = 2 ** 20
/** A larger one waits for its turn among all clusters, and is asked for again. */
const largeBytes = 16 * 2 ** 20
/** Large answers that are read at the same time, of all clusters; of one cluster, one. */
export const largeAtOnce = 4
/** Characters, as JSON, of what is retained of one cluster. */
const mostRetained = 8 * 2 ** 20

/** Prepares a client; it connects with the first request. */
export function openApiClient(options: ApiClientOptions): ApiClient {
  const channel = openChannel(options)
  const turns = { any: pLimit(atOnce), ownLarge: pLimit(1), large: options.large }
  const counted = { reads: 0, reviews: 0, rounds: 0, retained: 0 }
  let loggedInAt: string | undefined
  const read = async <T>(request: ApiRequest, project: Project<T>): Promise<Section<T>> => {
    counted.rounds = Math.max(counted.rounds, request.round)
    counted[request.body === undefined ? 'reads' : 'reviews'] += 1
    const use = (answer: Answer | Failed): Section<T> => {
      if ('cause' in answer) return answer
      const at = dateOf(answer) ?? options.now()
      const section = sectionOf(channel, request, answer, (body) => collected(project(body, at), at))
      if (section.status === 'collected' || provesLogin(section)) loggedInAt ??= at
      return section
    }
    return turns.any(() => exchange(channel, request, turns, use))
  }
  return {
    place: channel.place,
    signal: options.signal,
    read,
    quote: quoteIn(channel),
    retain: (characters) => (counted.retained += characters) <= mostRetained,
    cleaned: (facts) => withoutCredentials(facts, [...channel.sent]),
    loggedInAt: () => loggedInAt,
    counters: () => {
      const { reads, reviews, rounds } = counted
      return { reads, reviews, rounds, bytes: channel.bytes, retries: channel.retries }
    },
    close: () => closeChannel(channel),
  }
}

interface Turns {
  readonly ownLarge: LimitFunction
  readonly large: LimitFunction
}

/**
 * One answer, used in the turn in which it came: so that of large ones no more are in memory than there are turns. A
 * turn needs nothing but its own answer, which comes or runs out of time; so turns never wait for each other in a circle.
 */
async function exchange<T>(
  channel: Channel,
  request: ApiRequest,
  { ownLarge, large }: Turns,
  use: (answer: Answer | Failed) => Section<T>,
): Promise<Section<T>> {
  const { signal } = channel.options
  const answer = await persist(channel, request, smallBytes)
  if (!('cause' in answer) || answer.cause !== 'too-large' || signal.aborted) return use(answer)
  const inTurn = ownLarge(() => large(async () => use(await persist(channel, request, largeBytes))))
  return within(signal, inTurn).catch((error: unknown) => {
    if (signal.aborted) return endedBy(signal, channel.place + request.path)
    throw error
  })
}

/** What `project` makes of a success; an answer of another shape is a failure and names the field, never a crash. */
function sectionOf<T>(
  channel: Channel,
  request: ApiRequest,
  answer: Answer,
  project: (body: unknown) => Section<T>,
): Section<T> {
  const asked = { place: channel.place + request.path, grant: request.grant, quote: quoteIn(channel) }
  const failure = answerFailure(answer, asked)
  if (failure) return failure
  const { value, refused } = parseWatched(answer.body)
  if (refused) return notJson(answer, asked)
  try {
    return project(value)
  } catch (error) {
    if (!(error instanceof ZodError)) throw error
    const issue = error.issues[0]
    const where = asked.quote(issue?.path.map(String).join('.') || 'the answer')
    const words = asked.quote(issue?.message ?? '')
    return failed('malformed', `${asked.place}: ${where} is not of the expected shape: ${words}`)
  }
}

function dateOf(answer: Answer): string | undefined {
  const date = new Date(answer.headers['date']?.toString() ?? Number.NaN)
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString()
}
