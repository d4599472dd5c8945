import { z } from 'zod'
import { Cluster } from './cluster.ts'
import { Observation } from './observation.ts'
import { Counters, Snapshot } from './snapshot.ts'

/** Of one file: bytes, and clusters. A snapshot is 10-60 KB. */
export const collectedLimits = { bytes: 64 * 1024 * 1024, clusters: 1000 } as const

/** One cluster as it was seen from inside its network. */
export const CollectedCluster = z.object({
  cluster: Cluster,
  takenAt: z.iso.datetime(),
  sections: Snapshot.shape.sections,
  counters: Counters,
  observations: z.array(Observation),
})
export type CollectedCluster = z.infer<typeof CollectedCluster>

export const CollectedPayload = z.object({
  fleet: z.string(),
  collectedAt: z.iso.datetime(),
  clusters: z.array(CollectedCluster).max(collectedLimits.clusters),
})
export type CollectedPayload = z.infer<typeof CollectedPayload>

/** The same before its clusters are looked at, each by itself. */
export const CollectedClusters = CollectedPayload.extend({
  clusters: z.array(z.unknown()).max(collectedLimits.clusters),
})

/** What `collect` writes and `ingest` reads. `payload` is a CollectedPayload as the very text that was signed. */
export const CollectedFile = z.strictObject({
  schema: z.literal('urn:fleet-auditor:collected:v1'),
  keyId: z.string().min(1),
  payload: z.string(),
  /** Ed25519 over the UTF-8 bytes of schema, key id and payload, a line each; base64. */
  signature: z.base64(),
})
export type CollectedFile = z.infer<typeof CollectedFile>
