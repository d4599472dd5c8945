import type { WrittenFleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { startMonitoring } from '@fleet-auditor/simulator/broker-monitoring.ts'
import { startBroker } from '@fleet-auditor/simulator/broker.ts'
import { createAuthority, type CertificateAuthority } from '@fleet-auditor/simulator/certificates.ts'
import { eksCluster, type AwsState, type EksCluster } from '@fleet-auditor/simulator/clouds/aws/aws-state.ts'
import { startAws } from '@fleet-auditor/simulator/clouds/aws/aws.ts'
import { bootstrapObjects } from '@fleet-auditor/simulator/kubernetes/bootstrap-objects.ts'
import type { KubernetesObject } from '@fleet-auditor/simulator/kubernetes/kubernetes-object.ts'
import { startKubernetes } from '@fleet-auditor/simulator/kubernetes/start-kubernetes.ts'
import { auditorBinding, auditorRole } from '@fleet-auditor/simulator/meshery/auditor-role.ts'
import { healthyInstall, legacyInstall, modernInstall } from '@fleet-auditor/simulator/meshery/installs.ts'
import { kubeSystem } from '@fleet-auditor/simulator/meshery/namespace.ts'
import { nodes } from '@fleet-auditor/simulator/meshery/nodes.ts'
import { publicLoadBalancer } from '@fleet-auditor/simulator/meshery/service.ts'
import { account } from '../infra/plan/account.ts'

const otherAccount = '444455556666'
const otherRole = { arn: `arn:aws:iam::${otherAccount}:role/fleet-auditor`, externalId: 'real-tier' }
const brokerHost = 'a1b2c3d4e5f60718293a4b5c6d7e8f90-1357924680.us-east-1.elb.amazonaws.com'
const offices = ['198.51.100.128/25']

/** What runs in each cluster, and whom its control plane admits. */
const installs: Readonly<Record<string, { readonly objects: readonly KubernetesObject[]; readonly from: string[] }>> = {
  payments: { objects: healthyInstall(), from: offices },
  checkout: { objects: modernInstall({ server: { exposure: { type: 'ClusterIP' } } }), from: ['0.0.0.0/0'] },
  inventory: {
    objects: legacyInstall({
      server: { exposure: { type: 'ClusterIP' } },
      exposure: publicLoadBalancer('eks', brokerHost),
    }),
    from: offices,
  },
  batch: { objects: [], from: offices },
}

/**
 * Two AWS accounts on loopback, the second one behind a role, with two EKS clusters each, a Broker without a password
 * behind the load balancer of `inventory`, and the fleet file of a deployment that audits them.
 */
export async function startDeployedFleet() {
  const authority = await createAuthority()
  const [broker, monitoring] = await Promise.all([startBroker({ auth: false }), startMonitoring()])
  const apis = await Promise.all(
    Object.entries(installs).map(async ([name, { objects }]) => ({
      name,
      api: await startApi(authority, name, objects),
    })),
  )
  const clustersOf = (...names: string[]): EksCluster[] =>
    apis.flatMap(({ name, api }) => {
      const publicAccessCidrs = installs[name]?.from ?? []
      return names.includes(name) ? [eksCluster({ name, endpoint: api.url, caPem: api.caPem, publicAccessCidrs })] : []
    })
  const state = (accessKeys: readonly string[]): AwsState => ({
    accounts: [
      { id: account, accessKeys, regions: { 'eu-west-1': clustersOf('payments', 'checkout'), 'us-east-1': [] } },
      { id: otherAccount, roles: [otherRole], regions: { 'us-east-1': clustersOf('inventory', 'batch') } },
    ],
    clusterVersions: [],
  })
  const aws = await startAws(state([]))
  return {
    written: written(aws.url, { 4222: broker.port, 8222: monitoring.port }),
    /** The function's own credentials are known to AWS from now on. */
    admit: (accessKey: string): void => aws.replace(state([accessKey])),
    /** Operations that AWS was asked for. */
    operations: () => aws.requests().map(({ operation }) => operation),
    /** Requests that the API server of each cluster was sent. */
    asked: () => Object.fromEntries(apis.map(({ name, api }) => [name, api.requests().length])),
    brokerConnections: () => broker.connections(),
    async close(): Promise<void> {
      await Promise.all([aws, broker, monitoring, ...apis.map(({ api }) => api)].map((part) => part.close()))
    },
  }
}

const startApi = (authority: CertificateAuthority, name: string, objects: readonly KubernetesObject[]) =>
  startKubernetes({
    authority,
    users: {},
    authenticate: (token) => (token.startsWith('k8s-aws-v1.') ? { name: 'auditor' } : undefined),
    objects: [
      ...bootstrapObjects(),
      ...kubeSystem(`uid-of-${name}`),
      ...nodes('eks', 2),
      auditorRole(),
      auditorBinding([{ kind: 'User', name: 'auditor' }]),
      ...objects,
    ],
  })

/** Every minute, so that the schedule fires while the test waits; in any time zone, for MiniStack knows none. */
const written = (url: string, ports: Readonly<Record<number, number>>): WrittenFleetFile => ({
  fleet: 'deployed',
  schedule: { cron: '* * * * *', timeZone: 'Europe/Berlin' },
  slack: { channel: 'C0DEPLOYED', heartbeat: 'never' },
  // it has no team: what the planes' own function is to find
  planes: [{ name: 'central', region: 'eu-west-1', hosting: 'kubernetes', discovery: 'operator', manages: [{}] }],
  sources: {
    aws: [
      { account, regions: ['eu-west-1'] },
      { account: otherAccount, regions: ['us-east-1'], roleArn: otherRole.arn, externalId: otherRole.externalId },
    ],
  },
  vantages: [
    {
      name: 'beside-central',
      kind: 'lambda',
      region: 'eu-west-1',
      network: 'internet',
      standsFor: ['central'],
      allow: ['127.0.0.0/8'],
      connectTo: Object.fromEntries(
        Object.entries(ports).map(([port, dialled]) => [`${brokerHost}:${port}`, `127.0.0.1:${dialled}`]),
      ),
    },
  ],
  endpoints: { eks: { url }, sts: { url } },
})
