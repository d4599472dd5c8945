import { healthyInstall, modernInstall } from '../../meshery/installs.ts'
import { allow, type RoleRule } from '../../meshery/rbac.ts'
import { discoveryRules, tunedWhitelist } from '../../meshery/watch-list.ts'
import { awsAccounts, azureSubscriptions, googleProjects } from '../places.ts'
import type { Story } from '../story.ts'

export const healthy: Story = {
  name: 'healthy',
  about: 'an install that nothing is wrong with',
  cluster: 'payments',
  place: { cloud: 'eks', account: awsAccounts[0], region: 'eu-west-1' },
  chapter: () => ({ objects: healthyInstall() }),
}

const server = 'a7c41f09e2b84d5c96e1d0f3b2a85c74-1029384756.us-east-1.elb.amazonaws.com'

export const chartDefaults: Story = {
  name: 'chart-defaults',
  about: 'both charts installed without a values file',
  cluster: 'checkout',
  place: { cloud: 'eks', account: awsAccounts[0], region: 'us-east-1' },
  chapter: () => ({
    objects: modernInstall({
      server: { exposure: { type: 'LoadBalancer', ingress: [{ hostname: server }] } },
    }),
    open: true,
  }),
}

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
