import { googleProjects } from '../places.ts'
import type { Story } from '../story.ts'

export const privateEndpoint: Story = {
  name: 'private-endpoint',
  about: 'an API server with no address outside its network',
  cluster: 'ledgers',
  place: { cloud: 'gke', project: googleProjects[0], location: 'europe-west1' },
  chapter: () => ({ objects: [], api: 'private' }),
}
