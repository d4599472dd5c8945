import { printable } from '@fleet-auditor/model/printable-text.ts'
import { collected, failed, type Section } from '@fleet-auditor/model/section.ts'
import type { Counters } from '@fleet-auditor/model/snapshot.ts'
import { answerFailure, provesLogin } from './answer-failure.ts'
import type { Answer } from './http-exchange.ts'
import type { LoginOptions } from './login.ts'
import { closeChannel, openChannel, persist, type Channel } from './persistent-exchange.ts'
import type { ApiRequest } from './resource-request.ts'

interface ApiClientOptions extends LoginOptions {
  /** Our own clock, for answers without a `Date`. */
  readonly now: () => string
}

/** Reads one API server. Nothing here rejects for an outside failure. */
export interface ApiClient {
  /** Host, port and base path, which begin every detail. */
  readonly place: string
  /** The parsed JSON of a success; `at` is the answer's `Date`. */
  read(request: ApiRequest): Promise<Section<unknown>>
  /** The `Date` of the first answer that only someone logged in gets. */
  loggedInAt(): string | undefined
  counters(): Counters
  close(): Promise<void>
}

/** Prepares a client; it connects with the first request. */
export function openApiClient(options: ApiClientOptions): ApiClient {
  const channel = openChannel(options)
  const counted = { reads: 0, reviews: 0, rounds: 0 }
  let loggedInAt: string | undefined
  const read = async (request: ApiRequest): Promise<Section<unknown>> => {
    counted.rounds = Math.max(counted.rounds, request.round)
    counted[request.body === undefined ? 'reads' : 'reviews'] += 1
    const answer = await persist(channel, request)
    if ('cause' in answer) return answer
    const at = dateOf(answer) ?? options.now()
    const section = sectionOf(channel, request, answer, at)
    if (section.status === 'collected' || provesLogin(answer)) loggedInAt ??= at
    return section
  }
  return {
    place: channel.place,
    read,
    loggedInAt: () => loggedInAt,
    counters: () => ({ ...counted, bytes: channel.bytes, retries: channel.retries }),
    close: () => closeChannel(channel),
  }
}

function sectionOf(channel: Channel, request: ApiRequest, answer: Answer, at: string): Section<unknown> {
  const place = channel.place + request.path
  const failure = answerFailure(answer, place, request.grant)
  if (failure) return failure
  const text = answer.body.toString()
  try {
    return collected<unknown>(JSON.parse(text), at)
  } catch {
    return failed('malformed', `${place}: answered ${answer.status} with what is no JSON: ${printable(text)}`)
  }
}

function dateOf(answer: Answer): string | undefined {
  const date = new Date(answer.headers['date']?.toString() ?? Number.NaN)
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString()
}
