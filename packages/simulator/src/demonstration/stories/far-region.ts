import { healthyInstall } from '../../meshery/installs.ts'
import { googleProjects } from '../places.ts'
import type { Day, Story } from '../story.ts'

/** Half the world is 172 ms away at two thirds of the speed of light; a detour makes it slower still. */
const rttMs: Readonly<Record<Day, number>> = { 1: 220, 2: 380 }

export const farRegion: Story = {
  name: 'far-region',
  about: 'a cluster half the world away from its plane, then further',
  cluster: 'storefront-apac',
  place: { cloud: 'gke', project: googleProjects[0], location: 'australia-southeast1' },
  chapter: (day) => ({ objects: healthyInstall(), rttMs: rttMs[day] }),
}
