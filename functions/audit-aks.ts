import type { Invocation } from './invocation.ts'
import { wireAks } from './wiring-aks.ts'
import { workFor } from './cloud-worker.ts'

/** Lists scopes, discovers and audits clusters of AKS. */
export async function handler(event: unknown, invocation: Invocation): Promise<object> {
  return workFor('aks', wireAks, event, invocation)
}
