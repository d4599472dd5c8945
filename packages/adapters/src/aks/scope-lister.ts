import type { ScopeLister } from '@fleet-auditor/audit/ports/scope-lister.ts'
import { collected } from '@fleet-auditor/model/section.ts'
import { foreignSource } from '../cloud/unsupported-source.ts'
import { createArm } from './arm.ts'
import { azureFailure } from './azure-failure.ts'
import type { AksOptions } from './options.ts'
import { readSubscriptions } from './subscriptions.ts'

/** Expands a tenant to the subscriptions that the identity may read. */
export function createAksScopeLister(options: AksOptions): ScopeLister {
  const arm = createArm(options)
  return {
    async list(source, signal) {
      if (source.worker !== 'aks') return foreignSource('aks', source)
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
