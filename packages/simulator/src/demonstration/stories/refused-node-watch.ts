import { healthyInstall } from '../../meshery/installs.ts'
import { allow, type RoleRule } from '../../meshery/rbac.ts'
import { discoveryRules, tunedWhitelist } from '../../meshery/watch-list.ts'
import { awsAccounts, azureSubscriptions, googleProjects } from '../places.ts'
import type { Story } from '../story.ts'

const withoutNodes = discoveryRules(tunedWhitelist.filter((entry) => !entry.startsWith('nodes.')))
const oneNode: RoleRule = { ...allow('', ['nodes'], ['get', 'list', 'watch']), resourceNames: ['gke-fleet-workers-0'] }

/** The three usual ways to refuse it: nothing granted, one node by its name, list without watch. */
export const refusedNodeWatch: readonly Story[] = [
  {
    name: 'refused-node-watch-eks',
    about: 'MeshSync may not see nodes at all',
    cluster: 'search',
    place: { cloud: 'eks', account: awsAccounts[1], region: 'us-east-1' },
    chapter: () => ({ objects: healthyInstall(undefined, { discovery: withoutNodes }) }),
  },
  {
    name: 'refused-node-watch-gke',
    about: 'MeshSync may watch one node, named in its role',
    cluster: 'storefront',
    place: { cloud: 'gke', project: googleProjects[0], location: 'europe-west1' },
    chapter: () => ({ objects: healthyInstall(undefined, { discovery: [...withoutNodes, oneNode] }) }),
  },
  {
    name: 'refused-node-watch-aks',
    about: 'MeshSync may list nodes, but not watch them',
    cluster: 'billing',
    place: { cloud: 'aks', subscription: azureSubscriptions[0], resourceGroup: 'finance', location: 'westeurope' },
    chapter: () => ({
      objects: healthyInstall(undefined, { discovery: [...withoutNodes, allow('', ['nodes'], ['get', 'list'])] }),
    }),
  },
]
