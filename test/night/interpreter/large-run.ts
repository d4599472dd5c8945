import pLimit from 'p-limit'
import { invokeHere } from './invoke-here.ts'
import { type Invoke, runMachine } from './machine.ts'
import { openFindings } from './outcomes.ts'
import type { RunBench } from './run-bench.ts'

const run = '20261121T020000Z-9c56cc51'

/** What a run of many clusters came to. */
export interface LargeRun {
  readonly state: string | undefined
  readonly audited: number | undefined
  readonly open: number
  readonly doubled: number
  readonly opened: number | undefined
  readonly digests: number
  readonly seconds: number
  readonly megabytes: number
}

/** Runs it with shards taking turns: one machine is no Lambda, and all at once would wait until their deadlines. */
export async function runLargeFleet(bench: RunBench): Promise<LargeRun> {
  const limit = pLimit(1)
  const invoke: Invoke = (name, event) =>
    name === 'audit-eks' ? limit(() => invokeHere(name, event)) : invokeHere(name, event)
  const begun = performance.now()
  await runMachine({ run }, invoke)
  const seconds = (performance.now() - begun) / 1000
  const summary = await bench.store.readRunSummary(run)
  const open = await openFindings(bench.store)
  return {
    state: summary?.state,
    audited: summary?.counts?.audited,
    opened: summary?.counts?.opened,
    open: open.length,
    doubled: open.length - new Set(open).size,
    digests: bench.digests().length,
    seconds,
    megabytes: process.memoryUsage().rss / 1e6,
  }
}
