import { Observation, ProbeTarget } from '@fleet-auditor/model/observation.ts'
import { Vantage } from '@fleet-auditor/model/vantage.ts'
import { z } from 'zod'

/** The port's ProbeRequest, as it crosses to the worker. */
const Request = z.object({
  targets: z.array(ProbeTarget),
  vantage: Vantage,
  loopbackCluster: z.boolean(),
  authorities: z.record(z.string(), z.string()),
  timeoutMs: z.number(),
})

/** To the worker. `id` distinguishes the batches of one worker. */
export const Order = z.discriminatedUnion('type', [
  z.object({ type: z.literal('probe'), id: z.number(), request: Request }),
  z.object({ type: z.literal('cancel'), id: z.number() }),
])
export type Order = z.infer<typeof Order>

/** From the worker, once for each `probe`. */
export const Reply = z.object({ id: z.number(), observations: z.array(Observation) })
export type Reply = z.infer<typeof Reply>

export const WorkerSettings = z.object({
  sockets: z.number().int().positive(),
  dnsServers: z.array(z.string()).readonly().optional(),
})
export type WorkerSettings = z.infer<typeof WorkerSettings>
