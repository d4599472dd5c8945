import { googleProjects } from '../places.ts'
import type { Story } from '../story.ts'

export const goneCluster: Story = {
  name: 'gone-cluster',
  about: 'deleted between listing and audit; the next day its project no longer lists it',
  cluster: 'notebooks',
  place: { cloud: 'gke', project: googleProjects[1], location: 'europe-west1-b' },
  chapter: (day) => (day === 1 ? { objects: [], api: 'gone' } : 'unlisted'),
}
