import { identityUser, type Identity } from '@fleet-auditor/model/identity.ts'
import type { Section } from '@fleet-auditor/model/section.ts'
import type { Component, Workload } from '@fleet-auditor/model/workload.ts'

/** The Server discovers in embedded mode, MeshSync in operator mode; the Operator shares its account with MeshSync. */
const discovering: readonly Component[] = ['server', 'meshsync', 'operator']

const accountOf = ({ namespace, serviceAccount: name }: Workload): Identity => ({
  kind: 'service-account',
  namespace,
  name,
})

/** Identities whose rights are evaluated: each is compared with every binding of the cluster. */
export const mostIdentities = 200

/**
 * Everyone whose rights matter: ServiceAccounts of Meshery's workloads, then users of planes; each once. None where the
 * workloads are not known, or where there are more than are evaluated: then the rights are a failure, whatever is bound.
 */
export function judgedIdentities(
  found: Section<readonly { readonly workload: Workload }[]>,
  users: readonly Identity[],
): readonly Identity[] {
  if (found.status === 'failed') return []
  const identities = distinct([...found.value.map(({ workload }) => accountOf(workload)), ...users])
  return identities.length > mostIdentities ? [] : identities
}

/** ServiceAccounts that list and watch for discovery, the likeliest first. */
export const discoveringAccounts = (workloads: readonly Workload[]): readonly Identity[] =>
  distinct(discovering.flatMap((component) => workloads.filter((one) => one.component === component).map(accountOf)))

const distinct = (identities: readonly Identity[]): readonly Identity[] => [
  ...new Map(identities.map((identity) => [identityUser(identity), identity])).values(),
]
