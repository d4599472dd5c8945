import type { ScopeLister } from '@fleet-auditor/audit/ports/scope-lister.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { collected } from '@fleet-auditor/model/section.ts'
import { z } from 'zod'
import { unsupportedSource } from '../cloud/failure-of.ts'
import { createArm, type AksOptions, type Arm } from './arm.ts'
import { azureFailure } from './azure-failure.ts'

/** Expands a tenant to the subscriptions that the identity may read. */
export function createAksScopeLister(options: AksOptions): ScopeLister {
  const arm = createArm(options)
  return {
    async list(source, signal) {
      if (source.worker !== 'aks') return unsupportedSource('aks', source)
      const { tenant, allowLocalAccount } = source
      const except = new Set(source.except.map(lower))
      try {
        const ids = (await readSubscriptions(arm, tenant, signal)).map(lower).filter((id) => !except.has(id))
        const scopes = [...new Set(ids)].toSorted().map((subscription) => ({
          provider: 'aks' as const,
          subscription,
          allowLocalAccount,
          tenant: tenant || undefined,
        }))
        return collected({ scopes, unread: [] }, options.now())
      } catch (error) {
        return azureFailure(error, `subscriptions of tenant ${tenant ?? '(the identity’s own)'}`, signal)
      }
    },
  }
}

/** ARM's ids are the same in any case. */
const lower = (id: string): string => id.toLowerCase()

const Page = z.object({
  value: z.array(z.object({ subscriptionId: z.string().min(1), state: z.string() })),
  nextLink: z.string().nullish(),
})

const subscriptionsAction = 'Microsoft.Resources/subscriptions/read'

/** Of such a one nothing can be read. `Enabled`, `Warned`, `PastDue`, and states of tomorrow, are tried. */
const over = new Set(['Disabled', 'Deleted'])

/**
 * Ids of the subscriptions that the identity may read in a tenant (absent: its own), read to the end; the guard refuses
 * a next page on another host. Throws AuditorError with a reason, what the SDK throws, or ZodError.
 */
async function readSubscriptions(arm: Arm, tenant: string | undefined, signal: AbortSignal): Promise<string[]> {
  const context = await arm.open({ tenant }, subscriptionsAction, signal)
  const first = context.pathUnchecked('/subscriptions').get({ queryParameters: { 'api-version': '2022-12-01' } })
  let { value, nextLink } = Page.parse((await first).body)
  const seen = [...value]
  while (nextLink) {
    ;({ value, nextLink } = Page.parse((await context.pathUnchecked(nextLink).get()).body))
    for (const one of value) seen.push(one)
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
