import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { ownEntry } from '@fleet-auditor/model/own-entry.ts'
import { z } from 'zod'
import { within } from '../wire/within.ts'

/** Where a partition's global services (Organizations, Account Management) sign, and STS is always on. */
const homes: Readonly<Record<string, string>> = {
  aws: 'us-east-1',
  'aws-cn': 'cn-northwest-1',
  'aws-us-gov': 'us-gov-west-1',
  'aws-eusc': 'eusc-de-east-1',
}

export const homeRegion = (partition: string): string => ownEntry(homes, partition) ?? 'us-east-1'

/** Of an ARN; without one, `aws`. */
export const partitionOfArn = (arn: string | undefined): string => arn?.split(':')[1] ?? 'aws'

const prefixes = { cn: 'aws-cn', 'us-gov': 'aws-us-gov', eusc: 'aws-eusc' } as const

export const partitionOfRegion = (region: string): string =>
  Object.entries(prefixes).find(([prefix]) => region.startsWith(`${prefix}-`))?.[1] ?? 'aws'

const Identity = z.object({ Account: z.string(), Arn: z.string().startsWith('arn:') })

interface AccountSource {
  readonly account: string
  readonly roleArn?: string | undefined
}

/**
 * The partition of credentials that are proven to be the account's: another account's clusters under this account's name
 * would stay wrong in the store. A role's ARN names its account; whose other credentials are, STS is asked.
 */
export async function provenPartition(sts: STSClient, source: AccountSource, signal: AbortSignal): Promise<string> {
  if (source.roleArn?.includes(`::${source.account}:`)) return partitionOfArn(source.roleArn)
  const answer = sts.send(new GetCallerIdentityCommand({}), { abortSignal: signal })
  const { Account, Arn } = Identity.parse(await within(signal, answer))
  if (Account === source.account) return partitionOfArn(Arn)
  const sentence = source.roleArn
    ? `name a role of account ${source.account} as roleArn of this source`
    : `use credentials of account ${source.account}, or name a role of it as roleArn of this source`
  throw new AuditorError('discover', `the credentials belong to account ${Account}, not to ${source.account}`, {
    reason: 'unauthenticated',
    remedy: sentence,
    grant: { kind: 'action', sentence },
  })
}
