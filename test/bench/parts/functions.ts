import type { Handler } from '../../../infra/functions.ts'
import { withDatabase } from '../database.ts'
import type { Effort } from '../effort.ts'
import { type BundledFunction, bundledFunction } from '../functions/bundled-function.ts'
import { deploy, type Deployment } from '../functions/deployment.ts'
import { firstEvents } from '../functions/events.ts'
import type { FirstInvocation, InvocationJob } from '../functions/first-invocation-job.ts'
import { refuseUnread } from '../functions/seeded-runs.ts'
import { atMost, figure, type Line } from '../line.ts'
import { median } from '../median.ts'
import { runJob } from '../processes.ts'

const file = new URL('../functions/first-invocation-job.ts', import.meta.url)
// its keys are the handlers
const handlers = Object.keys(firstEvents) as Handler[]

/** Bundle and first useful invocation of every function, against a bare one; each invocation a fresh process. */
export const functions = (effort: Effort['functions']): Promise<Line[]> =>
  withDatabase(async (database, folder) => {
    const bare = await bundledFunction('test/bench/functions/bare', folder)
    const bundles = new Map<Handler, BundledFunction>()
    for (const name of handlers) bundles.set(name, await bundledFunction(`functions/${name}`, folder))
    const deployment = await deploy(database, folder, effort.warmUp + effort.turns)
    try {
      return linesOf(bare, bundles, await timesOf(bare, bundles, deployment, effort))
    } finally {
      await deployment.close()
    }
  })

type Timed = Handler | 'bare'

/** Turn by turn, so that a busy moment falls on all alike; a full run warms up caches first. */
async function timesOf(
  bare: BundledFunction,
  bundles: ReadonlyMap<Handler, BundledFunction>,
  { folder, variables, token, store }: Deployment,
  { warmUp, turns }: Effort['functions'],
): Promise<ReadonlyMap<Timed, readonly number[]>> {
  const times = new Map<Timed, number[]>()
  for (let turn = 0; turn < warmUp + turns; turn += 1) {
    for (const [name, bundle] of [['bare', bare] as const, ...bundles]) {
      const events = name === 'bare' ? [{}] : firstEvents[name](turn, token)
      const job = { file: bundle.file, events }
      const { ms } = await runJob<InvocationJob, FirstInvocation>({ file, variables, folder }, job)
      if (turn >= warmUp) times.set(name, [...(times.get(name) ?? []), ms])
    }
    await refuseUnread(store, turn)
  }
  return times
}

function linesOf(
  bare: BundledFunction,
  bundles: ReadonlyMap<Handler, BundledFunction>,
  times: ReadonlyMap<Timed, readonly number[]>,
): Line[] {
  const took = (name: Timed): number => median(times.get(name) ?? [])
  const lines = [
    figure('bare function with one DynamoDB call: bundle', bare.bytes / 1000, 'KB'),
    figure('bare function: first invocation', took('bare'), 'ms'),
  ]
  for (const [name, { bytes }] of bundles) {
    lines.push(
      figure(`${name}: bundle`, bytes / 1000, 'KB'),
      atMost(`${name}: first useful invocation over the bare one`, took(name) - took('bare'), {
        limit: 400,
        unit: 'ms',
      }),
    )
  }
  return lines
}
