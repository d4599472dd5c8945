import { healthyInstall } from '../../meshery/installs.ts'
import { awsAccounts } from '../places.ts'
import type { Story } from '../story.ts'

export const healthy: Story = {
  name: 'healthy',
  about: 'an install that nothing is wrong with',
  cluster: 'payments',
  place: { cloud: 'eks', account: awsAccounts[0], region: 'eu-west-1' },
  chapter: () => ({ objects: healthyInstall() }),
}
