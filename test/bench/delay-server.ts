import { startDelayProxy } from '@fleet-auditor/simulator/delay-proxy.ts'
import { serve } from './child.ts'

export interface DelayJob {
  readonly target: number
  readonly rttMs: number
}

/** The delay proxy in a process of its own, so that no other work makes its timers late. */
await serve(async (job: DelayJob): Promise<{ port: number }> => ({ port: (await startDelayProxy(job)).port }))
