import { z } from 'zod'
import { ServerFacts } from './server-facts.ts'
import { Subject } from './subject.ts'

/**
 * What a probe asks of a target.
 * `api`: HTTPS `GET /version` on a warm connection, any HTTP answer counts; `broker`: connect and read NATS `INFO`;
 * `monitoring`: HTTP `GET /healthz` on 8222; `control`: the declared control target of the vantage, TCP or HTTPS.
 * `server`: a Meshery Server at the URL of its plane (ServerFacts); `plain`: the same host by plain HTTP on port 80;
 * `provider`: HTTPS `GET /` of a Remote Provider.
 */
export const ProbeKind = z.enum(['api', 'broker', 'monitoring', 'control', 'server', 'plain', 'provider'])
export type ProbeKind = z.infer<typeof ProbeKind>

export const ProbeTarget = z.object({
  kind: ProbeKind,
  host: z.string(),
  port: z.number().int(),
  /** Of a `server`; the other kinds speak one protocol. */
  scheme: z.enum(['http', 'https']).optional(),
  /** Of a Meshery behind a sub-path (`/meshery`, without a slash at the end): its requests begin with it. */
  path: z.string().optional(),
  /** The object whose endpoint this is; a control target has none. */
  subject: Subject.optional(),
})
export type ProbeTarget = z.infer<typeof ProbeTarget>

/**
 * Milliseconds over the samples used. `discarded`: samples taken while the loop was late. With `samples` 0 the figures
 * are upper bounds (the cold sample, late ones): not to be judged.
 */
export const Timing = z.object({
  min: z.number(),
  median: z.number(),
  samples: z.number().int(),
  discarded: z.number().int(),
})
export type Timing = z.infer<typeof Timing>

export const TlsFacts = z.object({
  protocol: z.string(),
  verified: z.boolean(),
  error: z.string().optional(),
  subject: z.string(),
  issuer: z.string(),
  names: z.array(z.string()),
  notAfter: z.string(),
})
export type TlsFacts = z.infer<typeof TlsFacts>

/** The fields of a NATS `INFO` that are used; a real server omits the two flags when they are false. */
export const NatsInfo = z.object({
  version: z.string(),
  serverName: z.string().optional(),
  authRequired: z.boolean(),
  tlsRequired: z.boolean(),
  tlsAvailable: z.boolean(),
})
export type NatsInfo = z.infer<typeof NatsInfo>

export const ProbeResult = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('answered'),
    connect: Timing,
    /** Request to first answer on a warm connection; for a Broker, connect to INFO. */
    roundTrip: Timing.optional(),
    tls: TlsFacts.optional(),
    /** Why a Broker that wants TLS behind its INFO shows no TLS facts. */
    tlsError: z.string().optional(),
    nats: NatsInfo.optional(),
    httpStatus: z.number().int().optional(),
    /** Where a redirect of a plain HTTP answer leads; not followed. */
    location: z.string().optional(),
    server: ServerFacts.optional(),
  }),
  /** Connected, but what came back is not the protocol asked for. `detail` quotes the first bytes, made harmless. */
  z.object({ status: z.literal('foreign'), connect: Timing, detail: z.string() }),
  z.object({
    status: z.literal('silent'),
    why: z.enum(['timeout', 'refused', 'reset', 'unresolved', 'unroutable', 'closed']),
    detail: z.string(),
  }),
  /**
   * Not dialled: the address rules forbid it from this vantage; the run ended before (rule `cancelled`); or the cloud
   * gave the vantage no function to dial from (rule `throttled`).
   */
  z.object({ status: z.literal('not-dialled'), rule: z.string(), detail: z.string() }),
])
export type ProbeResult = z.infer<typeof ProbeResult>

export const Observation = z.object({
  vantage: z.string(),
  target: ProbeTarget,
  /** Every address the name resolved to; the first was dialled. */
  addresses: z.array(z.string()),
  result: ProbeResult,
  at: z.string(),
})
export type Observation = z.infer<typeof Observation>
