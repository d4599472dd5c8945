import { createAuthority } from '@fleet-auditor/simulator/certificates.ts'
import { eksCluster, type AwsAccount, type EksCluster } from '@fleet-auditor/simulator/clouds/aws/aws-state.ts'
import { startAws } from '@fleet-auditor/simulator/clouds/aws/aws.ts'
import { bootstrapObjects } from '@fleet-auditor/simulator/kubernetes/bootstrap-objects.ts'
import { startKubernetes } from '@fleet-auditor/simulator/kubernetes/start-kubernetes.ts'
import { auditorBinding, auditorRole } from '@fleet-auditor/simulator/meshery/auditor-role.ts'
import { modernInstall } from '@fleet-auditor/simulator/meshery/installs.ts'
import { kubeSystem } from '@fleet-auditor/simulator/meshery/namespace.ts'
import { nodes } from '@fleet-auditor/simulator/meshery/nodes.ts'
import { startMany } from './many-clusters.ts'

export const account = '111122223333'
export const region = 'eu-west-1'
/** Where the fleet's digest goes. */
export const channel = 'C0RUNS'
/** A region whose listing is refused. */
export const deniedRegion = 'eu-central-1'

/** Credentials as Lambda puts them into a function's environment. */
export const credentials = {
  AWS_ACCESS_KEY_ID: 'AKIAINTERPRETER',
  AWS_SECRET_ACCESS_KEY: 'secret-of-the-interpreter',
  AWS_REGION: region,
} as const

export interface PlannedCluster {
  readonly name: string
  readonly hangs?: boolean
}

export interface EksFleetOptions {
  readonly clusters: readonly PlannedCluster[]
  readonly regions?: readonly string[]
  /** Called for each request to a cluster's API server, before it is answered. */
  readonly onAsked?: (cluster: string) => void
}

/** EKS on loopback: one account, every cluster an API server of its own that runs Meshery. */
export async function startEksFleet({
  clusters,
  regions = [region],
  onAsked = () => {},
}: EksFleetOptions): Promise<EksFleet> {
  const authority = await createAuthority()
  const started = await Promise.all(
    clusters.map(async ({ name, hangs = false }) => {
      const api = await startKubernetes({
        authority,
        users: {},
        authenticate: (token) => {
          onAsked(name)
          return token.startsWith('k8s-aws-v1.') ? { name: 'auditor' } : undefined
        },
        objects: [
          ...bootstrapObjects(),
          ...kubeSystem(`uid-of-${name}`),
          ...nodes('eks', 2),
          auditorRole(),
          auditorBinding([{ kind: 'User', name: 'auditor' }]),
          ...modernInstall(),
        ],
        faults: hangs ? [{ match: {}, behave: { kind: 'hang' } }] : [],
      })
      return { name, api }
    }),
  )
  const listed = started.map(({ name, api }) => listedAs(name, api))
  const closeAll = async (): Promise<void> => void (await Promise.all(started.map(({ api }) => api.close())))
  return startAccount(listed, regions, closeAll)
}

const listedAs = (name: string, { url, caPem }: { readonly url: string; readonly caPem: string }): EksCluster =>
  eksCluster({ name, endpoint: url, caPem, publicAccessCidrs: ['0.0.0.0/0'] })

export interface EksFleet {
  readonly fleet: object
  close(): Promise<void>
}

/** A thousand clusters that are alike. */
export async function startLargeFleet(count: number): Promise<EksFleet> {
  const many = await startMany(count)
  const { urls, caPem } = many
  const listed = urls.map((url, index) => listedAs(`c${String(index).padStart(4, '0')}`, { url, caPem }))
  return startAccount(listed, [region], () => many.close())
}

async function startAccount(
  clusters: readonly EksCluster[],
  regions: readonly string[],
  closeClusters: () => Promise<void>,
): Promise<EksFleet> {
  const member: AwsAccount = {
    id: account,
    accessKeys: [credentials.AWS_ACCESS_KEY_ID],
    regions: Object.fromEntries(regions.map((name) => [name, name === region ? clusters : []])),
    deny: [{ action: 'eks:ListClusters', region: deniedRegion }],
  }
  const aws = await startAws({ accounts: [member], clusterVersions: [] })
  const fleet = {
    fleet: 'interpreter',
    planes: [{ name: 'meshery-eu', team: 'platform', manages: [{}] }],
    sources: { aws: [{ account, regions: [...regions] }] },
    endpoints: { eks: { url: aws.url }, sts: { url: aws.url } },
    slack: { channel },
  }
  return { fleet, close: async () => void (await Promise.all([aws.close(), closeClusters()])) }
}
