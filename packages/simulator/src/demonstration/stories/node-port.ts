import { healthyInstall } from '../../meshery/installs.ts'
import { azureSubscriptions } from '../places.ts'
import type { Story } from '../story.ts'

export const nodePort: Story = {
  name: 'node-port',
  about: 'a Broker on a NodePort, advertised under an address that only the cluster knows',
  cluster: 'warehouse',
  place: { cloud: 'aks', subscription: azureSubscriptions[0], resourceGroup: 'logistics', location: 'westeurope' },
  chapter: () => ({ objects: healthyInstall({ type: 'NodePort', nodePort: 30_422 }) }),
}
