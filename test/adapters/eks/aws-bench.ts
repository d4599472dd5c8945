import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EksOptions } from '@fleet-auditor/adapters/eks/eks-account.ts'
import type { EksListerOptions } from '@fleet-auditor/adapters/eks/scope-lister.ts'
import { createAuthority } from '@fleet-auditor/simulator/certificates.ts'
import {
  eksCluster,
  type AwsAccount,
  type AwsState,
  type EksClusterFacts,
} from '@fleet-auditor/simulator/clouds/aws/aws-state.ts'
import { startAws } from '@fleet-auditor/simulator/clouds/aws/aws.ts'
import type { CloudFault } from '@fleet-auditor/simulator/clouds/cloud-fault.ts'

export const now = () => '2026-11-20T02:00:00.000Z'
export const never = new AbortController().signal
export const credentials = { accessKeyId: 'AKIASHOP', secretAccessKey: 'shop-secret' }
export const shop = '111122223333'
export const scope = { provider: 'eks', account: shop, region: 'eu-west-1' } as const
export const caPem = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'

export const facts: EksClusterFacts = {
  name: 'web',
  endpoint: 'https://0A1B.gr7.eu-west-1.eks.amazonaws.com',
  caPem,
  publicAccessCidrs: ['0.0.0.0/0'],
}

/** The shop's account with these clusters in eu-west-1; `more` overrides. */
export const account = (clusters: readonly Partial<EksClusterFacts>[], more: Partial<AwsAccount> = {}): AwsAccount => ({
  id: shop,
  accessKeys: [credentials.accessKeyId],
  regions: { 'eu-west-1': clusters.map((one) => eksCluster({ ...facts, ...one })) },
  ...more,
})

/** AWS on loopback over TLS, with options as a fleet file's endpoints would give them. */
export async function openAws(
  accounts: readonly AwsAccount[],
  faults: readonly CloudFault[] = [],
  more: Partial<AwsState> = {},
) {
  const authority = await createAuthority('cloud-ca')
  const tls = await authority.issue({ commonName: 'aws', ips: ['127.0.0.1'] })
  const server = await startAws({ accounts, ...more }, { tls, faults })
  const folder = await mkdtemp(join(tmpdir(), 'aws-'))
  const ca = join(folder, 'ca.pem')
  await writeFile(ca, authority.caPem)
  const endpoint = { url: server.url, ca }
  const endpoints = { eks: endpoint, sts: endpoint, organizations: endpoint, account: endpoint }
  const options: EksOptions & EksListerOptions = { endpoints, credentials, now }
  return {
    server,
    options,
    operations: () => server.requests().map(({ operation }) => operation),
    async [Symbol.asyncDispose]() {
      await server.close()
      await rm(folder, { recursive: true })
    },
  }
}
