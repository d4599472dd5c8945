import { aksCluster, type AksCluster, type AzureState } from '../clouds/azure/azure-state.ts'
import type { User } from '../kubernetes/user.ts'
import { auditorUser } from './auditor.ts'
import { allowedRanges } from './fleet.ts'
import { azureSubscriptions, deniedSubscription, kubernetesVersion, type Place } from './places.ts'
import { uidIn, type Listed } from './story.ts'

/** Audience of every Entra-enabled AKS API server. */
const aksServer = '6dae42f8-4368-4678-94ff-3960e28e3630'
const clusterToken = 'demonstration-token-for-aks'

/** An app registration with a secret. */
export const azureCredentials = {
  tenant: '7e57ab1e-0000-4000-8000-00000000000a',
  clientId: '7e57ab1e-0000-4000-8000-00000000000b',
  secret: 'demonstration-client-secret',
} as const

export const azureLogin = (token: string): User | undefined => (token === clusterToken ? auditorUser.aks : undefined)

export function azureState(listed: readonly Listed[]): AzureState {
  const subscriptions = azureSubscriptions.map((subscription) => ({
    subscription,
    clusters: listed.flatMap((one) => {
      const { place } = one.story
      return place.cloud === 'aks' && place.subscription === subscription ? [clusterOf(one, place)] : []
    }),
  }))
  const { tenant, clientId, secret } = azureCredentials
  const tokens = { 'https://management.azure.com': 'demonstration-token-for-arm', [aksServer]: clusterToken }
  return {
    subscriptions: [...subscriptions, { subscription: deniedSubscription, clusters: [], denied: true }],
    clients: [{ tenant, clientId, proof: secret, tokens }],
  }
}

type AksPlace = Extract<Place, { cloud: 'aks' }>

function clusterOf({ story, chapter, caPem }: Listed, { resourceGroup, location }: AksPlace): AksCluster {
  return aksCluster({
    resourceGroup,
    name: story.cluster,
    location,
    resourceUid: uidIn(story, 'life').replaceAll('-', '').slice(0, 24),
    caPem,
    tenant: azureCredentials.tenant,
    version: kubernetesVersion.aks,
    tags: { team: 'finance' },
    authorizedRanges: chapter.open ? undefined : allowedRanges,
  })
}
