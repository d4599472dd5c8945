import { legacyInstall } from '../../meshery/installs.ts'
import { awsAccounts } from '../places.ts'
import type { Story } from '../story.ts'

const host = 'a1b2c3d4e5f60718293a4b5c6d7e8f90-1357924680.eu-west-1.elb.amazonaws.com'

export const publicLegacyBroker: Story = {
  name: 'public-legacy-broker',
  about: 'the legacy generation, its Broker on an open load balancer without authentication',
  cluster: 'inventory',
  place: { cloud: 'eks', account: awsAccounts[1], region: 'eu-west-1' },
  chapter: () => ({
    objects: legacyInstall({
      server: { exposure: { type: 'ClusterIP' } },
      exposure: { type: 'LoadBalancer', ingress: [{ hostname: host }] },
    }),
    fronts: [{ host, broker: { auth: false } }],
  }),
}
