import { z } from 'zod'
import { Cidr } from './address-range.ts'

const HostPort = z.string().regex(/^(\[[0-9a-fA-F:.]+\]|[^\s:/]+):\d{1,5}$/, 'expected host:port')

/** A place probes leave from. What a probe proves depends on what is declared here; nothing declared proves nothing. */
export const Vantage = z.strictObject({
  name: z.string().min(1).describe('Name of the vantage, as evidence will show it'),
  kind: z
    .enum(['local', 'lambda'])
    .default('local')
    .describe('local: this process; lambda: the probe function in a region'),
  region: z.string().optional().describe('Cloud region the probes leave from, such as eu-west-1'),
  network: z
    .enum(['internet', 'private'])
    .optional()
    .describe('internet: an answered probe proves "public"; private: private addresses may be dialled'),
  egress: z.array(Cidr).default([]).describe('Addresses that targets see probes come from'),
  standsFor: z.array(z.string()).default([]).describe('Planes whose network place this vantage shares'),
  allow: z
    .array(Cidr)
    .default([])
    .describe('Special ranges that may be dialled all the same (loopback for a test bench)'),
  resolve: z
    .record(z.string(), z.array(z.string()))
    .default({})
    .describe('Host name to addresses, in place of DNS (as curl --resolve)'),
  connectTo: z
    .record(HostPort, HostPort)
    .default({})
    .describe('host:port to dial instead; server name and certificate checks stay (as curl --connect-to)'),
  control: HostPort.optional().describe('A target known to answer; when it does not, a silent probe proves nothing'),
})
export type Vantage = z.infer<typeof Vantage>

/** The vantage of a run without a fleet file: it declares nothing. */
export const undeclaredVantage: Vantage = {
  name: 'local',
  kind: 'local',
  egress: [],
  standsFor: [],
  allow: [],
  resolve: {},
  connectTo: {},
}
