import { healthyInstall } from '../../meshery/installs.ts'
import { azureSubscriptions } from '../places.ts'
import type { Story } from '../story.ts'

export const forbiddenIdentity: Story = {
  name: 'forbidden-identity',
  about: 'the auditor may log in, and nothing more',
  cluster: 'payroll',
  place: { cloud: 'aks', subscription: azureSubscriptions[0], resourceGroup: 'finance', location: 'northeurope' },
  chapter: () => ({ objects: healthyInstall(), auditorRules: [] }),
}
