import type { StateFunction } from '../../../infra/functions.ts'
import type { Invoke } from './machine.ts'

/** Calls the real handler in this process, with as much of Lambda's context as ours use. */
export const invokeWithin =
  (remainingMs: number): Invoke =>
  async (name, event) => {
    const { handler } = await handlers[name]()
    return jsonOf(await handler(jsonOf(event), { getRemainingTimeInMillis: () => remainingMs }))
  }

/** With all the time that Lambda gives. */
export const invokeHere: Invoke = invokeWithin(900_000)

interface Invocation {
  getRemainingTimeInMillis(): number
}
type Handler = (event: unknown, context: Invocation) => Promise<unknown>

const handlers: Readonly<Record<StateFunction, () => Promise<{ readonly handler: Handler }>>> = {
  'start-run': () => import('../../../functions/start-run.ts'),
  'plan-scopes': () => import('../../../functions/plan-scopes.ts'),
  'plan-shards': () => import('../../../functions/plan-shards.ts'),
  'audit-eks': () => import('../../../functions/audit-eks.ts'),
  'audit-gke': () => import('../../../functions/audit-gke.ts'),
  'audit-aks': () => import('../../../functions/audit-aks.ts'),
  'audit-planes': () => import('../../../functions/audit-planes.ts'),
  'record-failure': () => import('../../../functions/record-failure.ts'),
  'conclude-run': () => import('../../../functions/conclude-run.ts'),
  notify: () => import('../../../functions/notify.ts'),
}

/** What Lambda hands over is text in between. */
const jsonOf = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
