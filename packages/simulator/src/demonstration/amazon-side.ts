import { keysFor } from '../clouds/aws/aws-caller.ts'
import type { AwsState, EksCluster } from '../clouds/aws/aws-state.ts'
import { eksCluster } from '../clouds/aws/eks-cluster.ts'
import type { User } from '../kubernetes/user.ts'
import { auditorUser } from './auditor.ts'
import { isEksToken } from './eks-token.ts'
import { apiHostOf } from './endpoint.ts'
import { allowedRanges, externalId, roleOf } from './fleet.ts'
import type { Listed } from './listed.ts'
import { awsAccounts, awsRegions } from './places.ts'
import { kubernetesVersion } from './versions.ts'

/** Keys of a user of the first account, who may assume the auditor's role in both. */
export const awsCredentials = {
  accessKeyId: 'AKIADEMONSTRATION000',
  secretAccessKey: 'demonstration/secret/access/key',
} as const

/** Tokens that the auditor's role presigned for this cluster. */
export const awsLogin = (account: string, cluster: string): ((token: string) => User | undefined) => {
  const { accessKeyId, secretAccessKey } = keysFor(account, auditorUser.eks.name)
  return (token) => (isEksToken(token, { cluster, accessKeyId, secretAccessKey }) ? auditorUser.eks : undefined)
}

export function awsState(listed: readonly Listed[]): AwsState {
  const clustersIn = (account: string, region: string): readonly EksCluster[] =>
    listed.flatMap((one) => {
      const { place } = one.story
      return place.cloud === 'eks' && place.account === account && place.region === region ? [clusterOf(one)] : []
    })
  return {
    accounts: awsAccounts.map((id, index) => ({
      id,
      accessKeys: index === 0 ? [awsCredentials.accessKeyId] : [],
      roles: [{ arn: roleOf(id), externalId }],
      regions: Object.fromEntries(awsRegions.map((region) => [region, clustersIn(id, region)])),
    })),
    clusterVersions: [
      {
        clusterVersion: kubernetesVersion.eks,
        endOfStandardSupportDate: '2027-03-27T00:00:00Z',
        endOfExtendedSupportDate: '2028-03-27T00:00:00Z',
      },
    ],
  }
}

const clusterOf = ({ story, chapter, caPem }: Listed): EksCluster =>
  eksCluster({
    name: story.cluster,
    endpoint: `https://${apiHostOf(story)}`,
    caPem,
    version: kubernetesVersion.eks,
    publicAccessCidrs: chapter.open ? ['0.0.0.0/0'] : allowedRanges,
    tags: { team: 'commerce' },
  })
