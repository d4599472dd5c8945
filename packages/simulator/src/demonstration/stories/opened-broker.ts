import { internalLoadBalancer, publicLoadBalancer, type Exposure } from '../../meshery/exposure.ts'
import { healthyInstall } from '../../meshery/installs.ts'
import { awsAccounts } from '../places.ts'
import type { LoadBalancerFront, Day, Story } from '../story.ts'

const inside = 'k8s-meshery-mesherynats-5d1f8a3c2b-9e8d7c6b5a403f21.elb.eu-west-1.amazonaws.com'
const outside = 'k8s-meshery-mesherynats-8c2e6b4d1f-3a5c7e9b1d024f68.elb.eu-west-1.amazonaws.com'

const exposures: Readonly<Record<Day, Exposure>> = {
  1: internalLoadBalancer('eks', inside),
  2: publicLoadBalancer('eks', outside),
}
const fronts: Readonly<Record<Day, LoadBalancerFront>> = {
  1: { host: inside, addresses: ['10.20.31.7', '10.20.47.12'] },
  2: { host: outside, broker: { auth: true } },
}

export const openedBroker: Story = {
  name: 'opened-broker',
  about: 'an internal load balancer that somebody makes internet-facing',
  cluster: 'orders',
  place: { cloud: 'eks', account: awsAccounts[1], region: 'eu-west-1' },
  chapter: (day) => ({ objects: healthyInstall(exposures[day]), fronts: [fronts[day]] }),
}
