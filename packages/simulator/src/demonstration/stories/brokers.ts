import { healthyInstall, legacyInstall } from '../../meshery/installs.ts'
import {
  ingressAt,
  internalAnnotations,
  internalLoadBalancer,
  publicLoadBalancer,
  type Exposure,
} from '../../meshery/service.ts'
import { awsAccounts, azureSubscriptions, googleProjects } from '../places.ts'
import type { Day, LoadBalancerFront, Story } from '../story.ts'

const legacyHost = 'a1b2c3d4e5f60718293a4b5c6d7e8f90-1357924680.eu-west-1.elb.amazonaws.com'

export const publicLegacyBroker: Story = {
  name: 'public-legacy-broker',
  about: 'the legacy generation, its Broker on an open load balancer without authentication',
  cluster: 'inventory',
  place: { cloud: 'eks', account: awsAccounts[1], region: 'eu-west-1' },
  chapter: () => ({
    objects: legacyInstall({
      server: { exposure: { type: 'ClusterIP' } },
      exposure: { type: 'LoadBalancer', ingress: [{ hostname: legacyHost }] },
    }),
    fronts: [{ host: legacyHost, broker: { auth: false, version: '2.8.2' } }],
  }),
}

const insideHost = 'k8s-meshery-mesherynats-5d1f8a3c2b-9e8d7c6b5a403f21.elb.eu-west-1.amazonaws.com'
const outsideHost = 'k8s-meshery-mesherynats-8c2e6b4d1f-3a5c7e9b1d024f68.elb.eu-west-1.amazonaws.com'

const exposures: Readonly<Record<Day, Exposure>> = {
  1: internalLoadBalancer('eks', insideHost),
  2: publicLoadBalancer('eks', outsideHost),
}
const fronts: Readonly<Record<Day, LoadBalancerFront>> = {
  1: { host: insideHost, addresses: ['10.20.31.7', '10.20.47.12'] },
  2: { host: outsideHost, broker: { auth: true, version: '2.14.2' } },
}

export const openedBroker: Story = {
  name: 'opened-broker',
  about: 'an internal load balancer that somebody makes internet-facing',
  cluster: 'orders',
  place: { cloud: 'eks', account: awsAccounts[1], region: 'eu-west-1' },
  chapter: (day) => ({ objects: healthyInstall(exposures[day]), fronts: [fronts[day]] }),
}

const pendingAddresses: Readonly<Record<Day, readonly string[]>> = { 1: [], 2: ['10.132.0.40'] }

const pendingExposure = (day: Day): Exposure => ({
  type: 'LoadBalancer',
  annotations: internalAnnotations.gke,
  ingress: pendingAddresses[day].map(ingressAt),
})

export const pendingLoadBalancer: Story = {
  name: 'pending-load-balancer',
  about: 'a Broker whose internal load balancer has no address yet, then has one',
  cluster: 'pipelines',
  place: { cloud: 'gke', project: googleProjects[1], location: 'europe-west4' },
  chapter: (day) => ({ objects: healthyInstall(pendingExposure(day)) }),
}

export const nodePort: Story = {
  name: 'node-port',
  about: 'a Broker on a NodePort, advertised under an address that only the cluster knows',
  cluster: 'warehouse',
  place: { cloud: 'aks', subscription: azureSubscriptions[0], resourceGroup: 'logistics', location: 'westeurope' },
  chapter: () => ({ objects: healthyInstall({ type: 'NodePort', nodePort: 30_422 }) }),
}
