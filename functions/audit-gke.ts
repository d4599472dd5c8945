import type { Invocation } from './invocation.ts'
import { wireGke } from './wiring-gke.ts'
import { workFor } from './cloud-worker.ts'

/** Lists scopes, discovers and audits clusters of GKE. */
export async function handler(event: unknown, invocation: Invocation): Promise<object> {
  return workFor('gke', wireGke, event, invocation)
}
