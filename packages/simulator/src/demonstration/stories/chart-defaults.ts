import { modernInstall } from '../../meshery/installs.ts'
import { awsAccounts } from '../places.ts'
import type { Story } from '../story.ts'

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
