import { createAuthority } from '@fleet-auditor/simulator/certificates.ts'
import { eksCluster } from '@fleet-auditor/simulator/clouds/aws/aws-state.ts'
import { startAws } from '@fleet-auditor/simulator/clouds/aws/aws.ts'
import { bootstrapObjects } from '@fleet-auditor/simulator/kubernetes/bootstrap-objects.ts'
import { startKubernetes, type RunningKubernetes } from '@fleet-auditor/simulator/kubernetes/start-kubernetes.ts'
import { auditorBinding, auditorRole } from '@fleet-auditor/simulator/meshery/auditor-role.ts'
import { modernInstall } from '@fleet-auditor/simulator/meshery/installs.ts'
import { kubeSystem } from '@fleet-auditor/simulator/meshery/namespace.ts'
import { nodes } from '@fleet-auditor/simulator/meshery/nodes.ts'
import { account } from '../plan/account.ts'

const accessKey = 'AKIAINFRATIER'
const otherAccount = '444455556666'
const role = `arn:aws:iam::${otherAccount}:role/fleet-auditor`

/** Credentials as Lambda puts them into a function's environment. */
export const credentials = {
  AWS_ACCESS_KEY_ID: accessKey,
  AWS_SECRET_ACCESS_KEY: 'secret-of-the-infra-tier',
  AWS_SESSION_TOKEN: 'session-of-the-infra-tier',
  AWS_REGION: 'eu-west-1',
}

/** Two accounts on loopback, one of them behind a role, each with one EKS cluster that runs Meshery. */
export async function startFleet() {
  const authority = await createAuthority()
  const web = await startCluster(authority, 'web-uid')
  const shop = await startCluster(authority, 'shop-uid')
  const at = (api: RunningKubernetes, name: string) =>
    eksCluster({ name, endpoint: api.url, caPem: api.caPem, publicAccessCidrs: ['0.0.0.0/0'] })
  const aws = await startAws({
    accounts: [
      { id: account, accessKeys: [accessKey], regions: { 'eu-west-1': [at(web, 'web')], 'us-east-1': [] } },
      {
        id: otherAccount,
        roles: [{ arn: role, externalId: 'infra-tier' }],
        regions: { 'us-east-1': [at(shop, 'shop')] },
      },
    ],
    clusterVersions: [],
  })
  return {
    fleetFile: fleetFile(aws.url),
    operations: () => aws.requests().map(({ operation }) => operation),
    async [Symbol.asyncDispose]() {
      await Promise.all([aws.close(), web.close(), shop.close()])
    },
  }
}

const startCluster = (
  authority: Awaited<ReturnType<typeof createAuthority>>,
  uid: string,
): Promise<RunningKubernetes> =>
  startKubernetes({
    authority,
    users: {},
    authenticate: (token) => (token.startsWith('k8s-aws-v1.') ? { name: 'auditor' } : undefined),
    objects: [
      ...bootstrapObjects(),
      ...kubeSystem(uid),
      ...nodes('eks', 2),
      auditorRole(),
      auditorBinding([{ kind: 'User', name: 'auditor' }]),
      ...modernInstall(),
    ],
  })

const fleetFile = (url: string): string => `fleet: infra-tier
sources:
  aws:
    - account: '${account}'
      regions: [eu-west-1]
    - account: '${otherAccount}'
      regions: [us-east-1]
      roleArn: ${role}
      externalId: infra-tier
endpoints:
  eks:
    url: ${url}
    ca: test/infra/fleets/authority.pem
  sts:
    url: ${url}
vantages:
  - name: function
    kind: lambda
    region: eu-west-1
    network: internet
    allow: [127.0.0.0/8]
  - name: laptop
    kind: local
    network: private
`
