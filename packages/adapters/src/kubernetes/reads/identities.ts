import { identityUser, type Identity } from '@fleet-auditor/model/identity.ts'
import type { Component, Workload } from '@fleet-auditor/model/workload.ts'

/** The Server discovers in embedded mode, MeshSync in operator mode; the Operator shares its account with MeshSync. */
const discovering: readonly Component[] = ['server', 'meshsync', 'operator']

const accountOf = ({ namespace, serviceAccount: name }: Workload): Identity => ({
  kind: 'service-account',
  namespace,
  name,
})

/** Everyone whose rights matter: ServiceAccounts of Meshery's workloads, then users of planes; each once. */
export const judgedIdentities = (workloads: readonly Workload[], users: readonly Identity[]): readonly Identity[] =>
  distinct([...workloads.map(accountOf), ...users])

/** ServiceAccounts that list and watch for discovery, the likeliest first. */
export const discoveringAccounts = (workloads: readonly Workload[]): readonly Identity[] =>
  distinct(discovering.flatMap((component) => workloads.filter((one) => one.component === component).map(accountOf)))

const distinct = (identities: readonly Identity[]): readonly Identity[] => [
  ...new Map(identities.map((identity) => [identityUser(identity), identity])).values(),
]
