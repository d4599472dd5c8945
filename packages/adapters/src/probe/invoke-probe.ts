import { setTimeout as sleep } from 'node:timers/promises'
import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda'
import type { ProbeRequest } from '@fleet-auditor/audit/ports/prober.ts'
import { hostPort } from '@fleet-auditor/model/host-port.ts'
import { Observation, type ProbeTarget } from '@fleet-auditor/model/observation.ts'
import { z } from 'zod'

/** Milliseconds one probe may take in the function, which refuses more (functions/run/events.ts). */
export const longestProbeMs = 10_000

interface ProbeCall {
  readonly client: LambdaClient
  readonly name: string
  readonly run: string | undefined
  readonly signal: AbortSignal
}

const Answer = z.object({ observations: z.array(Observation) })
/** What Lambda answers for a function that failed. */
const Fault = z.object({ errorMessage: z.string() })

/**
 * One call of a probe function: an observation for each target, in their order, or none where it did not answer for it.
 * Throws what the SDK throws, and an Error for a function that failed.
 */
export async function invokeProbe(request: ProbeRequest, call: ProbeCall): Promise<(Observation | undefined)[]> {
  const Payload = Buffer.from(JSON.stringify(eventOf(request, call.run)))
  const sent = await call.client.send(new InvokeCommand({ FunctionName: call.name, Payload }), {
    abortSignal: call.signal,
  })
  const answer: unknown = JSON.parse(Buffer.from(sent.Payload ?? []).toString() || 'null')
  if (sent.FunctionError !== undefined) {
    const fault = Fault.safeParse(answer)
    throw new Error(fault.success ? fault.data.errorMessage : 'it failed without a word')
  }
  const read = Answer.safeParse(answer)
  if (!read.success) throw new Error('its answer cannot be read')
  const { observations } = read.data
  return request.targets.map((target) => {
    const own = observations.find((one) => one.vantage === request.vantage.name && isSame(one.target, target))
    return own && { ...own, target }
  })
}

/** The vantage by its name only: its rules are the function's own. */
const eventOf = ({ vantage, targets, authorities, timeoutMs }: ProbeRequest, run: string | undefined) => ({
  run,
  vantage: vantage.name,
  targets,
  authorities,
  timeoutMs: Math.min(longestProbeMs, timeoutMs),
})

const isSame = (one: ProbeTarget, other: ProbeTarget): boolean =>
  one.kind === other.kind && hostPort(one.host, one.port) === hostPort(other.host, other.port)

/** Milliseconds between calls while the account has no function free: the first pause, and the longest. */
const pauses = { first: 200, longest: 2000 } as const

/**
 * Repeats a call while Lambda refuses it for want of a free function, up to `patienceMs` after the first refusal. Rejects
 * with the last refusal when that time is over or the signal ends; with any other error at once.
 */
export async function onceFree<T>(call: () => Promise<T>, signal: AbortSignal, patienceMs: number): Promise<T> {
  let endsAt: number | undefined
  for (let pause: number = pauses.first; ; pause = Math.min(2 * pause, pauses.longest)) {
    try {
      return await call()
    } catch (error) {
      endsAt ??= performance.now() + patienceMs
      // Half of it by chance: the workers of a run were all refused at one moment.
      const delay = pause * (0.5 + Math.random() / 2)
      if (!isThrottled(error) || performance.now() + delay > endsAt || signal.aborted) throw error
      await sleep(delay, undefined, { signal }).catch(() => {
        throw error
      })
    }
  }
}

const Refusal = z.object({
  name: z.string(),
  $metadata: z.object({ httpStatusCode: z.number().optional() }).optional(),
})
const throttles = new Set(['TooManyRequestsException', 'ThrottlingException', 'EC2ThrottledException'])

/** By https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_Errors */
export function isThrottled(error: unknown): boolean {
  const refusal = Refusal.safeParse(error).data
  return refusal !== undefined && (throttles.has(refusal.name) || refusal.$metadata?.httpStatusCode === 429)
}
