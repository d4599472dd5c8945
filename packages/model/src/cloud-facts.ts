import { z } from 'zod'
import { Failed } from './section.ts'

/** The cloud's facts about a cluster's control plane, in one shape for the three. Absent: the cloud did not give it. */
export const CloudFacts = z.object({
  /** The cloud's word: `ACTIVE`, `RUNNING`, `Succeeded/Running`, … */
  status: z.string(),
  running: z.boolean(),
  version: z.string().optional(),
  region: z.string(),
  createdAt: z.string().optional(),
  /** The cloud's identity of this life of the cluster: EKS createdAt, GKE id, AKS resourceUID. */
  life: z.string().optional(),
  endpoint: z.object({
    /** Whether the API server has an address on the Internet. */
    public: z.boolean(),
    private: z.boolean(),
    /** CIDRs that may reach the public address. `null`: no restriction is set. */
    authorizedRanges: z.array(z.string()).nullable(),
    /** GKE: beside those ranges, every public address of Google Cloud may reach it. */
    googleAddresses: z.boolean().exactOptional(),
    /** GKE's DNS endpoint: reachable from outside the VPC, whatever the authorized ranges say (IAM guards it). */
    externalDns: z.boolean(),
  }),
  support: z.object({
    /** The tier that the cluster pays for: `EXTENDED`, `AKSLongTermSupport`, … */
    extended: z.boolean(),
    /** Ends, ISO dates, where the cloud has an API for them (EKS describeClusterVersions). */
    standardUntil: z.string().optional(),
    extendedUntil: z.string().optional(),
    /** Why the dates could not be read from that API. */
    unread: Failed.optional(),
  }),
  autopilot: z.boolean(),
  labels: z.record(z.string(), z.string()),
})
export type CloudFacts = z.infer<typeof CloudFacts>
