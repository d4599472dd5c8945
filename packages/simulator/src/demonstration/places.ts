/** Where a cluster is, as its cloud names it. */
export type Place =
  | { readonly cloud: 'eks'; readonly account: string; readonly region: string }
  | { readonly cloud: 'gke'; readonly project: string; readonly location: string }
  | { readonly cloud: 'aks'; readonly subscription: string; readonly resourceGroup: string; readonly location: string }

export const planeRegion = 'eu-west-1'
export const awsAccounts = ['111122223333', '444455556666'] as const
export const awsRegions = [planeRegion, 'us-east-1'] as const
export const googleProjects = ['retail-prod', 'retail-analytics'] as const
export const azureSubscriptions = [
  '0a1b2c3d-0000-4000-8000-000000000001',
  '0a1b2c3d-0000-4000-8000-000000000002',
] as const
/** Named in the fleet file, but the auditor has no role there. */
export const deniedSubscription = '0a1b2c3d-0000-4000-8000-000000000403'

/** Milliseconds of a request from the plane's region and back, as such paths really are; the plane's own region is near. */
const roundTrips: Readonly<Record<string, number>> = {
  'us-east-1': 72,
  'europe-west1': 16,
  'europe-west4': 18,
  'australia-southeast1': 220,
  westeurope: 18,
  northeurope: 4,
}

export const roundTripTo = (region: string): number => roundTrips[region] ?? 0

/** A zonal GKE cluster's location is its zone. */
export const regionOf = (place: Place): string =>
  place.cloud === 'eks' ? place.region : place.location.replace(/-[a-z]$/, '')

/** One Kubernetes version for the whole fleet, as each cloud writes it. */
export const kubernetesVersion = {
  eks: '1.35',
  gke: '1.35.3-gke.1234000',
  aks: '1.35',
} as const
export const kubeletVersion = 'v1.35.3'
