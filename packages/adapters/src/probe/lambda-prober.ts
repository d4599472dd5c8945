import { LambdaClient } from '@aws-sdk/client-lambda'
import type { Prober, ProbeRequest } from '@fleet-auditor/audit/ports/prober.ts'
import type { Observation, ProbeResult, ProbeTarget } from '@fleet-auditor/model/observation.ts'
import { ownEntry } from '@fleet-auditor/model/own-entry.ts'
import { quotedText } from '@fleet-auditor/model/quoted-text.ts'
import pLimit from 'p-limit'
import { clientSettings } from '../aws/aws-settings.ts'
import { invokeProbe, isThrottled, longestProbeMs, onceFree } from './invoke-probe.ts'
import { cancelledResult } from './probe-fault.ts'

interface LambdaProberOptions {
  /** Region to the name or ARN of the probe function there. */
  readonly functions: Readonly<Record<string, string>>
  /** Of vantages that name no region. */
  readonly region?: string
  /** ISO 8601. */
  readonly now: () => string
  /** Correlates what the probe functions log. */
  readonly run?: string
  /** In place of Lambda's own. */
  readonly endpoint?: string
  /** Milliseconds one call may take. */
  readonly callTimeoutMs?: number
  /** Milliseconds to wait for a free function: what a cluster’s collection may take too. */
  readonly patienceMs?: number
}

/** Targets of one call; the function refuses more (functions/run/events.ts). */
const targetsAtOnce = 20
/**
 * Milliseconds a call takes at most: DNS and connection of a probe may each take the whole time, and a cold start, the
 * way there and back come on top.
 */
const longestCallMs = 2 * longestProbeMs + 10_000
/** Calls at once: of 40 shards at work 320, a third of the 1,000 functions that an account may run in a region. */
const callsAtOnce = 8
const patience = 20_000

/**
 * Probes from the functions in the vantages' regions. Where the call itself fails, its targets are silent with the
 * vantage's control target, so that the silence proves nothing, as of a probe thread that died. Lambda's refusal for want
 * of a free function is waited out; what is refused to the end was not dialled.
 */
export function createLambdaProber(options: LambdaProberOptions): Prober {
  const { functions, now, run, endpoint, callTimeoutMs = longestCallMs } = options
  const { patienceMs = patience } = options
  const limit = pLimit(callsAtOnce)
  const clients = new Map<string, LambdaClient>()
  const clientOf = (region: string): LambdaClient => {
    const settings = { region, requestTimeoutMs: callTimeoutMs, endpoint }
    const client = clients.get(region) ?? new LambdaClient(clientSettings(settings))
    clients.set(region, client)
    return client
  }
  const probeBatch = async (request: ProbeRequest, region: string, signal: AbortSignal): Promise<Observation[]> => {
    const all = (result: ProbeResult) => observationsOf(request, result, now())
    if (signal.aborted) return all(cancelledResult)
    const name = ownEntry(functions, region)
    if (name === undefined) return all(lost(`no probe function is deployed in ${region || 'the vantage’s region'}`))
    try {
      const call = () => invokeProbe(request, { client: clientOf(region), name, run, signal })
      const answered = await onceFree(call, signal, patienceMs)
      const missing = lost(`the probe function ${name} did not answer for this target`)
      return request.targets.map((target, index) => answered[index] ?? observationOf(request, target, missing, now()))
    } catch (error) {
      if (isThrottled(error)) return all(throttled(region))
      return all(signal.aborted ? cancelledResult : lost(`probe function ${name}: ${wordsOf(error)}`))
    }
  }
  return {
    async probe(request, signal) {
      const region = request.vantage.region ?? options.region ?? ''
      const batches = batchesOf(request.targets).map((targets) =>
        limit(() => probeBatch({ ...request, targets }, region, signal)),
      )
      return withOneControl((await Promise.all(batches)).flat())
    },
    close: async () => {
      for (const client of clients.values()) client.destroy()
    },
  }
}

const isControl = ({ kind }: ProbeTarget): boolean => kind === 'control'

/** The control target answers for the targets of its own call only: it goes with each. */
function batchesOf(targets: readonly ProbeTarget[]): ProbeTarget[][] {
  const control = targets.filter(isControl)
  const others = targets.filter((target) => !isControl(target))
  const size = targetsAtOnce - control.length
  const batches: ProbeTarget[][] = []
  for (let first = 0; first < others.length; first += size) {
    batches.push([...others.slice(first, first + size), ...control])
  }
  return batches.length > 0 || control.length === 0 ? batches : [control]
}

/**
 * Of the control's results the worst counts: silence in a call that failed must not be believed for another's sake. A
 * call that was not made holds no silence.
 */
function withOneControl(observations: readonly Observation[]): Observation[] {
  const controls = observations.filter(({ target }) => isControl(target))
  const dialled = controls.filter(({ result }) => result.status !== 'not-dialled')
  const worst = dialled.find(({ result }) => result.status !== 'answered') ?? dialled[0] ?? controls[0]
  return [...observations.filter(({ target }) => !isControl(target)), ...(worst ? [worst] : [])]
}

const lost = (detail: string): ProbeResult => ({
  status: 'silent',
  why: 'closed',
  detail: quotedText(detail, { limit: 200 }),
})

/** The quota's code is Lambda's own: `Concurrent executions`. */
const throttled = (region: string): ProbeResult => ({
  status: 'not-dialled',
  rule: 'throttled',
  detail:
    `no function was free in ${region}: the account’s quota of concurrent functions there is used up; ask for 1,000: ` +
    `aws service-quotas request-service-quota-increase --service-code lambda --quota-code L-B99A9384 ` +
    `--desired-value 1000 --region ${region}`,
})

const wordsOf = (error: unknown): string => (error instanceof Error ? `${error.name}: ${error.message}` : String(error))

const observationOf = (
  { vantage }: ProbeRequest,
  target: ProbeTarget,
  result: ProbeResult,
  at: string,
): Observation => ({ vantage: vantage.name, target, addresses: [], result, at })

const observationsOf = (request: ProbeRequest, result: ProbeResult, at: string): Observation[] =>
  request.targets.map((target) => observationOf(request, target, result, at))
