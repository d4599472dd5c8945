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

/** Of an ARN's partition; without one, of `aws`. */
export const homeRegion = (arn: string | undefined): string =>
  ownEntry(homes, arn?.split(':')[1] ?? 'aws') ?? 'us-east-1'

const Identity = z.object({ Account: z.string(), Arn: z.string().startsWith('arn:') })

/** Asks whose the credentials are: another account's clusters under this account's name would stay wrong in the store. */
export async function provenPartition(
  sts: STSClient,
  source: { readonly account: string; readonly roleArn?: string | undefined },
  signal: AbortSignal,
): Promise<string> {
  const answer = sts.send(new GetCallerIdentityCommand({}), { abortSignal: signal })
  const { Account, Arn } = Identity.parse(await within(signal, answer))
  if (Account === source.account) return Arn.split(':')[1] ?? 'aws'
  const sentence = source.roleArn
    ? `name a role of account ${source.account} as roleArn of this source`
    : `use credentials of account ${source.account}, or name a role of it as roleArn of this source`
  throw new AuditorError('discover', `the credentials belong to account ${Account}, not to ${source.account}`, {
    reason: 'unauthenticated',
    remedy: sentence,
    grant: { kind: 'action', sentence },
  })
}
