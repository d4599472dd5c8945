import { workerOf } from './run/cloud-worker.ts'
import { wireAks } from './wiring/aks.ts'

/** Lists scopes, discovers and audits clusters of AKS. */
export const handler = workerOf('aks', wireAks)
