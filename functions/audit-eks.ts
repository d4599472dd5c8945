import { workerOf } from './run/cloud-worker.ts'
import { wireEks } from './wiring/eks.ts'

/** Lists scopes, discovers and audits clusters of EKS. */
export const handler = workerOf('eks', wireEks)
