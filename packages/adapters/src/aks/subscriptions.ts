import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { z } from 'zod'
import type { Arm } from './arm.ts'

const Page = z.object({
  value: z.array(z.object({ subscriptionId: z.string().min(1), state: z.string() })),
  nextLink: z.string().nullish(),
})

export const subscriptionsAction = 'Microsoft.Resources/subscriptions/read'

/** Of such a one nothing can be read. `Enabled`, `Warned`, `PastDue`, and states of tomorrow, are tried. */
const over = new Set(['Disabled', 'Deleted'])

/**
 * Ids of the subscriptions that the identity may read in a tenant (absent: its own), read to the end; the guard refuses
 * a next page on another host. Throws AuditorError with a reason, what the SDK throws, or ZodError.
 */
export async function readSubscriptions(arm: Arm, tenant: string | undefined, signal: AbortSignal): Promise<string[]> {
  const context = await arm.open({ tenant }, subscriptionsAction, signal)
  const first = context.pathUnchecked('/subscriptions').get({ queryParameters: { 'api-version': '2022-12-01' } })
  let { value, nextLink } = Page.parse((await first).body)
  const seen = [...value]
  while (nextLink) {
    ;({ value, nextLink } = Page.parse((await context.pathUnchecked(nextLink).get()).body))
    seen.push(...value)
  }
  // ARM leaves out what the identity has no role on, down to an empty list.
  if (seen.length === 0) {
    throw new AuditorError('discover', 'the identity may read no subscription', {
      reason: 'forbidden',
      grant: { kind: 'cloud', provider: 'azure', action: subscriptionsAction },
    })
  }
  return seen.filter(({ state }) => !over.has(state)).map(({ subscriptionId }) => subscriptionId)
}
