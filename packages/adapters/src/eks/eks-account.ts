import { DescribeClusterCommand, paginateListClusters } from '@aws-sdk/client-eks'
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { scopeKey, type ScopeOf } from '@fleet-auditor/model/scope.ts'
import { z } from 'zod'
import { within } from '../cloud/within.ts'
import { type AwsClients, openAwsClients } from './aws-clients.ts'
import { EksNames, EksRecord } from './cluster-record.ts'
import type { EksOptions } from './options.ts'
import { sharedWork } from './shared-work.ts'
import { readSupportDates, type SupportCalendar } from './support-dates.ts'

/** One account in one region, with credentials proven to be that account's. Reads throw what the SDK throws. */
export interface EksAccount {
  readonly clients: AwsClients
  names(signal: AbortSignal): Promise<string[]>
  describe(name: string, signal: AbortSignal): Promise<EksRecord>
  supportDates(signal: AbortSignal): Promise<SupportCalendar>
  arnOf(name: string): string
  /** What was described last, for whoever connects next. */
  readonly described: Map<string, EksRecord>
}

export type EksAccounts = (scope: ScopeOf<'eks'>, signal: AbortSignal) => Promise<EksAccount>

/** Logs in to each account and region once. Share it between discovery and connector to share what they learn. */
export function createEksAccounts(options: EksOptions): EksAccounts {
  const opened = new Map<string, (signal: AbortSignal) => Promise<EksAccount>>()
  return (scope, signal) => {
    const key = [scopeKey(scope), scope.roleArn, scope.externalId].join(' ')
    const open = opened.get(key) ?? sharedWork((until) => openAccount(options, scope, until))
    opened.set(key, open)
    return open(signal)
  }
}

async function openAccount(options: EksOptions, scope: ScopeOf<'eks'>, signal: AbortSignal): Promise<EksAccount> {
  const clients = await openAwsClients(options, scope)
  const { eks } = clients
  const partition = await partitionIn(clients, scope, signal)
  const described = new Map<string, EksRecord>()
  return {
    clients,
    described,
    arnOf: (name) => `arn:${partition}:eks:${scope.region}:${scope.account}:cluster/${name}`,
    names: (until) => listNames(clients, until),
    async describe(name, until) {
      const answer = eks.send(new DescribeClusterCommand({ name }), { abortSignal: until })
      const record = EksRecord.parse((await within(until, answer)).cluster)
      described.set(name, record)
      return record
    },
    supportDates: sharedWork((until) => readSupportDates(eks, until)),
  }
}

const Identity = z.object({ Account: z.string(), Arn: z.string().startsWith('arn:') })

/** Asks whose the credentials are: another account's clusters under this account's name would be a lie for ever. */
async function partitionIn({ sts }: AwsClients, scope: ScopeOf<'eks'>, signal: AbortSignal): Promise<string> {
  const answer = sts.send(new GetCallerIdentityCommand({}), { abortSignal: signal })
  const { Account, Arn } = Identity.parse(await within(signal, answer))
  if (Account === scope.account) return Arn.split(':')[1] ?? 'aws'
  const sentence = scope.roleArn
    ? `name a role of account ${scope.account} as roleArn of this source`
    : `use credentials of account ${scope.account}, or name a role of it as roleArn of this source`
  throw new AuditorError('discover', `the credentials belong to account ${Account}, not to ${scope.account}`, {
    reason: 'unauthenticated',
    remedy: sentence,
    grant: { kind: 'action', sentence },
  })
}

/** Without `include`: clusters registered through EKS Connector have no endpoint to ask. */
async function listNames({ eks }: AwsClients, abortSignal: AbortSignal): Promise<string[]> {
  const names: string[] = []
  const tokens = new Set<string>()
  for await (const page of paginateListClusters({ client: eks, pageSize: 100 }, {}, { abortSignal })) {
    names.push(...EksNames.parse(page.clusters ?? []))
    if (page.nextToken === undefined) continue
    if (tokens.has(page.nextToken)) {
      throw new AuditorError('discover', 'the listing never ends: the same page comes again', { reason: 'malformed' })
    }
    tokens.add(page.nextToken)
  }
  return [...new Set(names)]
}
