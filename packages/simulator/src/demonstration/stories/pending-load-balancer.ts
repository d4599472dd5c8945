import { ingressAt, internalAnnotations, type Exposure } from '../../meshery/exposure.ts'
import { healthyInstall } from '../../meshery/installs.ts'
import { googleProjects } from '../places.ts'
import type { Day, Story } from '../story.ts'

const addresses: Readonly<Record<Day, readonly string[]>> = { 1: [], 2: ['10.132.0.40'] }

const exposure = (day: Day): Exposure => ({
  type: 'LoadBalancer',
  annotations: internalAnnotations.gke,
  ingress: addresses[day].map(ingressAt),
})

export const pendingLoadBalancer: Story = {
  name: 'pending-load-balancer',
  about: 'a Broker whose internal load balancer has no address yet, then has one',
  cluster: 'pipelines',
  place: { cloud: 'gke', project: googleProjects[1], location: 'europe-west4' },
  chapter: (day) => ({ objects: healthyInstall(exposure(day)) }),
}
