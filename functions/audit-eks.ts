import type { Invocation } from './invocation.ts'
import { wireEks } from './wiring-eks.ts'
import { workFor } from './cloud-worker.ts'

/** Lists scopes, discovers and audits clusters of EKS. */
export async function handler(event: unknown, invocation: Invocation): Promise<object> {
  return workFor('eks', wireEks, event, invocation)
}
