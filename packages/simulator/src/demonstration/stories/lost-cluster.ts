import { healthyInstall } from '../../meshery/installs.ts'
import { azureSubscriptions } from '../places.ts'
import type { Story } from '../story.ts'

export const lostCluster: Story = {
  name: 'lost-cluster',
  about: 'read on the first day, a moving image tag among its findings; out of reach on the second',
  cluster: 'returns',
  place: { cloud: 'aks', subscription: azureSubscriptions[1], resourceGroup: 'logistics', location: 'northeurope' },
  chapter: (day) => ({
    objects: healthyInstall(undefined, { serverImage: 'meshery/meshery:stable-latest' }),
    api: day === 1 ? undefined : 'refuses',
  }),
}
