import pMemoize from 'p-memoize'
import type { z } from 'zod'
import { correlationOf, parseEvent } from './events.ts'
import type { Invocation } from './invocation.ts'
import { logOf, type Level, type Log, type LogContext } from './log.ts'
import type { Emit } from './metrics.ts'
import { failureFields, redactError } from './redact-error.ts'

/** What every invocation has, whatever it is wired with. */
export interface Call {
  readonly context: LogContext
  readonly log: Log
  readonly invocation: Invocation
}

/** What a wiring opens for one invocation, and closes after it. */
interface Opened extends Partial<AsyncDisposable> {
  /** Undefined for a function that knows no fleet. */
  readonly emit: Emit | undefined
}

/**
 * What functions work with: settings and fleet file are read once per cold start, the rest is opened for one invocation,
 * so that nothing of one is left to the next.
 */
export type Wire<D extends Opened> = () => Promise<(call: Call) => Promise<D>>

interface StepOptions {
  /** The level of the line at the end of a good invocation; `debug` for a function that logs its end itself. */
  readonly endedAt?: Level
}

export type Handler<R> = (sent: unknown, invocation: Invocation) => Promise<R>

/**
 * Makes handlers from a wiring. A handler parses its event, works with what is opened for it, closes that, and logs its
 * end, good or bad, with what correlates it. What it throws is redacted: Lambda's runtime logs every field of an error.
 */
export const stepWith =
  <D extends Opened>(wire: Wire<D>) =>
  <E, R>(
    name: string,
    shape: z.ZodType<E>,
    run: (event: E, deps: D & Call) => Promise<R>,
    { endedAt = 'info' }: StepOptions = {},
  ): Handler<R> => {
    const wired = pMemoize(wire)
    const isCold = firstTime()
    return async (sent, invocation) => {
      const context = { function: name, request: invocation.awsRequestId, ...correlationOf(sent) }
      const call = { context, invocation, log: logOf(context) }
      const coldStart = isCold() || undefined
      const begun = performance.now()
      const ms = (): number => Math.round(performance.now() - begun)
      try {
        const event = parseEvent(shape, sent)
        const open = await wired()
        await using deps = disposable(await open(call))
        if (coldStart) deps.emit?.({ ColdStart: 1 })
        const answer = await run(event, { ...deps, ...call })
        call.log({ kind: 'ended', ms: ms(), coldStart }, endedAt)
        return answer
      } catch (error) {
        const [cause, ...behind] = unsuppressed(error)
        for (const each of behind) call.log({ kind: 'close-failed', ...failureFields(each) }, 'error')
        for (const each of failuresIn(cause)) {
          call.log({ kind: 'failed', ...failureFields(each), ms: ms(), coldStart }, 'error')
        }
        throw redactError(cause)
      }
    }
  }

/** `await using` wraps the error of the work in that of the closing: the first of these, then the others. */
function unsuppressed(error: unknown): [unknown, ...unknown[]] {
  if (!(error instanceof SuppressedError)) return [error]
  const [cause, ...behind] = unsuppressed(error.suppressed)
  return [cause, ...behind, error.error]
}

/** A line each, for each has code, place and remedy of its own. */
const failuresIn = (error: unknown): unknown[] =>
  error instanceof AggregateError ? error.errors.flatMap(failuresIn) : [error]

/** True once in the life of a process. */
function firstTime(): () => boolean {
  let first = true
  return () => {
    const was = first
    first = false
    return was
  }
}

/** `await using` takes what has a dispose method; not every wiring opens something. */
const disposable = <D extends Opened>(opened: D): D & AsyncDisposable => ({
  ...opened,
  [Symbol.asyncDispose]: async () => opened[Symbol.asyncDispose]?.(),
})
