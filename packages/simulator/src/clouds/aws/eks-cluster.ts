import type { EksCluster } from './aws-state.ts'

/** An EKS cluster by the facts that matter here; `wire` overrides or adds fields of the API. */
export interface EksClusterFacts {
  readonly name: string
  readonly endpoint: string
  readonly caPem: string
  readonly status?: string
  readonly version?: string
  /** ISO 8601. */
  readonly createdAt?: string
  /** Absent: only inside the VPC. */
  readonly publicAccessCidrs?: readonly string[]
  readonly privateAccess?: boolean
  readonly extendedSupport?: boolean
  readonly tags?: Readonly<Record<string, string>>
  readonly wire?: Readonly<Record<string, unknown>>
}

/** As the API describes a cluster of today. */
export const eksCluster = (facts: EksClusterFacts): EksCluster => ({
  name: facts.name,
  createdAt: Date.parse(facts.createdAt ?? '2026-03-02T09:00:00.000Z') / 1000,
  version: facts.version ?? '1.35',
  endpoint: facts.endpoint,
  resourcesVpcConfig: {
    subnetIds: ['subnet-0a', 'subnet-0b'],
    securityGroupIds: [],
    vpcId: 'vpc-0c',
    endpointPublicAccess: facts.publicAccessCidrs !== undefined,
    endpointPrivateAccess: facts.privateAccess ?? true,
    publicAccessCidrs: facts.publicAccessCidrs ?? [],
  },
  status: facts.status ?? 'ACTIVE',
  certificateAuthority: { data: Buffer.from(facts.caPem).toString('base64') },
  platformVersion: 'eks.7',
  tags: facts.tags ?? {},
  health: { issues: [] },
  accessConfig: { authenticationMode: 'API' },
  upgradePolicy: { supportType: facts.extendedSupport === true ? 'EXTENDED' : 'STANDARD' },
  ...facts.wire,
})
