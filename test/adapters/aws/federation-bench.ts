import type { AwsAccount } from '@fleet-auditor/simulator/clouds/aws/aws-state.ts'
import type { CloudFault } from '@fleet-auditor/simulator/clouds/cloud-fault.ts'
import { createWebIdentityIssuer } from '@fleet-auditor/simulator/clouds/web-identity.ts'
import { openAws, account, credentials } from '../eks/aws-bench.ts'

/** One key pair for all tests of a file: making one takes a while. */
export const issuer = createWebIdentityIssuer()
/** Who signs in the shop's account: its keys are a user's. */
export const subject = 'arn:aws:iam::111122223333:user/auditor'

/** The shop's account with outbound federation; `more` overrides. */
export async function openIdentity(more: Partial<AwsAccount> = {}, faults: readonly CloudFault[] = []) {
  const bench = await openAws([account([], { outbound: issuer, ...more })], faults)
  const { endpoints } = bench.options
  const options = { endpoints, region: 'eu-west-1', credentials, now: () => new Date().toISOString() }
  return { ...bench, options }
}
