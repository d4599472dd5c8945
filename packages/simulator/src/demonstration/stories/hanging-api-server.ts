import { healthyInstall } from '../../meshery/installs.ts'
import { azureSubscriptions } from '../places.ts'
import type { Story } from '../story.ts'

export const hangingApiServer: Story = {
  name: 'hanging-api-server',
  about: 'an API server that takes requests and never answers',
  cluster: 'reporting',
  place: { cloud: 'aks', subscription: azureSubscriptions[1], resourceGroup: 'insights', location: 'westeurope' },
  chapter: () => ({ objects: healthyInstall(), api: 'hangs' }),
}
