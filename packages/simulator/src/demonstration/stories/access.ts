import { healthyInstall } from '../../meshery/installs.ts'
import { azureSubscriptions, googleProjects } from '../places.ts'
import type { Day, Story } from '../story.ts'

export const forbiddenIdentity: Story = {
  name: 'forbidden-identity',
  about: 'the auditor may log in, and nothing more',
  cluster: 'payroll',
  place: { cloud: 'aks', subscription: azureSubscriptions[0], resourceGroup: 'finance', location: 'northeurope' },
  chapter: () => ({ objects: healthyInstall(), auditorRules: [] }),
}

export const privateEndpoint: Story = {
  name: 'private-endpoint',
  about: 'an API server with no address outside its network',
  cluster: 'ledgers',
  place: { cloud: 'gke', project: googleProjects[0], location: 'europe-west1' },
  chapter: () => ({ objects: [], api: 'private' }),
}

/** Half the world is 172 ms away at two thirds of the speed of light; a detour makes it slower still. */
const rttMs: Readonly<Record<Day, number>> = { 1: 220, 2: 380 }

export const farRegion: Story = {
  name: 'far-region',
  about: 'a cluster half the world away from its plane, then further',
  cluster: 'storefront-apac',
  place: { cloud: 'gke', project: googleProjects[0], location: 'australia-southeast1' },
  chapter: (day) => ({ objects: healthyInstall(), rttMs: rttMs[day] }),
}

export const hangingApiServer: Story = {
  name: 'hanging-api-server',
  about: 'an API server that takes requests and never answers',
  cluster: 'reporting',
  place: { cloud: 'aks', subscription: azureSubscriptions[1], resourceGroup: 'insights', location: 'westeurope' },
  chapter: () => ({ objects: healthyInstall(), api: 'hangs' }),
}

export const goneCluster: Story = {
  name: 'gone-cluster',
  about: 'deleted between listing and audit; the next day its project no longer lists it',
  cluster: 'notebooks',
  place: { cloud: 'gke', project: googleProjects[1], location: 'europe-west1-b' },
  chapter: (day) => (day === 1 ? { objects: [], api: 'gone' } : 'unlisted'),
}

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
