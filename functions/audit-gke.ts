import { workerOf } from './run/cloud-worker.ts'
import { wireGke } from './wiring/gke.ts'

/** Lists scopes, discovers and audits clusters of GKE. */
export const handler = workerOf('gke', wireGke)
