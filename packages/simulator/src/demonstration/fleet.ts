import type { WrittenFleetFile } from '@fleet-auditor/model/fleet-file.ts'
import {
  awsAccounts,
  awsRegions,
  azureSubscriptions,
  deniedSubscription,
  googleProjects,
  planeRegion,
} from './places.ts'
import type { Ways } from './start-cluster.ts'

/** The plane's way out. Control planes admit it and an office. */
const planeEgress = '198.51.100.24/32'
export const allowedRanges: readonly string[] = [planeEgress, '198.51.100.128/25']

export const control = 'control.meshery.example:8443'
export const externalId = 'demonstration'
export const roleOf = (account: string): string => `arn:aws:iam::${account}:role/fleet-auditor`

type CloudUrls = Readonly<Record<'eks' | 'sts' | 'google' | 'azure', string>>

interface FleetPlaces {
  readonly urls: CloudUrls
  /** PEM file of the authority of all four. */
  readonly ca: string
  readonly ways: Ways
  readonly tenant: string
}

/** The fleet file of the demonstration: documented settings only. */
export function demonstrationFleet({ urls, ca, ways, tenant }: FleetPlaces): WrittenFleetFile {
  return {
    fleet: 'demonstration',
    planes: [
      {
        name: 'meshery-eu',
        region: planeRegion,
        egress: [planeEgress],
        hosting: 'kubernetes',
        discovery: 'operator',
        team: 'platform',
        manages: [{ provider: ['eks', 'gke', 'aks'] }],
      },
    ],
    sources: {
      aws: awsAccounts.map((account) => ({ account, regions: [...awsRegions], roleArn: roleOf(account), externalId })),
      gcp: googleProjects.map((project) => ({ project })),
      azure: [...azureSubscriptions, deniedSubscription].map((subscription) => ({ subscription, tenant })),
    },
    attestations: [
      {
        attests: 'recovery-drill',
        by: 'platform',
        on: '2026-11-02',
        until: '2031-12-31',
        evidence: 'https://wiki.example.com/drills/2026-11',
      },
      { attests: 'runbooks', by: 'platform', on: '2026-11-02', until: '2031-12-31' },
    ],
    vantages: [vantage(ways)],
    endpoints: endpoints(urls, ca),
  }
}

const vantage = ({ connectTo, resolve }: Ways): NonNullable<WrittenFleetFile['vantages']>[number] => ({
  name: 'beside-meshery-eu',
  region: planeRegion,
  network: 'internet',
  egress: [planeEgress],
  standsFor: ['meshery-eu'],
  allow: ['127.0.0.0/8'],
  resolve: Object.fromEntries(Object.entries(resolve).map(([name, addresses]) => [name, [...addresses]])),
  connectTo,
  control,
})

const endpoints = (urls: CloudUrls, ca: string): WrittenFleetFile['endpoints'] => ({
  eks: { url: urls.eks, ca },
  sts: { url: urls.sts, ca },
  gke: { url: urls.google, ca },
  googleToken: { url: urls.google, ca },
  azure: { url: urls.azure, ca },
  entra: { url: urls.azure, ca },
})
