import { DescribeClusterCommand, EKSClient, paginateListClusters } from '@aws-sdk/client-eks'
import type { STSClient } from '@aws-sdk/client-sts'
import type { Endpoints } from '@fleet-auditor/model/fleet-file.ts'
import { scopeKey, type ScopeOf } from '@fleet-auditor/model/scope.ts'
import { createAwsSessions, type AwsSession, type AwsSessionOptions, type AwsSessions } from '../aws/aws-sessions.ts'
import { endingPages } from '../aws/ending-pages.ts'
import { guardClient } from '../aws/guard-client.ts'
import { provenPartition } from '../aws/partition.ts'
import { signedIn } from '../aws/sign-in.ts'
import type { HasPath } from '../cloud/endpoint.ts'
import { within } from '../wire/within.ts'
import { EksNames, EksRecord } from './cluster.ts'
import { sharedWork } from './shared-work.ts'
import { readSupportDates, type SupportCalendar } from './support-dates.ts'

export interface EksOptions extends AwsSessionOptions {
  readonly endpoints: Pick<Endpoints, 'eks' | 'sts'>
  /** ISO 8601. */
  readonly now: () => string
  readonly hasPath?: HasPath
}

/** One account in one region, with credentials proven to be that account's. Reads throw what the SDK throws. */
export interface EksAccount {
  /** Both sign with the same credentials. */
  readonly clients: { readonly eks: EKSClient; readonly sts: STSClient }
  names(signal: AbortSignal): Promise<string[]>
  describe(name: string, signal: AbortSignal): Promise<EksRecord>
  supportDates(signal: AbortSignal): Promise<SupportCalendar>
  arnOf(name: string): string
  /** What was described last, for the connector. */
  readonly described: Map<string, EksRecord>
}

export type EksAccounts = (scope: ScopeOf<'eks'>, signal: AbortSignal) => Promise<EksAccount>

/**
 * Opens each account in each region once, with one login an account. Share it between discovery and connector to share
 * what they learn.
 */
export function createEksAccounts(
  options: EksOptions,
  sessions: AwsSessions = createAwsSessions(options),
): EksAccounts {
  const logins = shared((scope: ScopeOf<'eks'>, signal) => logIn(sessions, scope, signal))
  const accounts = shared(async (scope: ScopeOf<'eks'>, signal) =>
    openAccount(await logins(identityOf(scope), scope, signal), scope),
  )
  return (scope, signal) => accounts(`${scopeKey(scope)} ${identityOf(scope)}`, scope, signal)
}

const identityOf = ({ account, roleArn, externalId }: ScopeOf<'eks'>): string =>
  JSON.stringify([account, roleArn, externalId])

/** Work by key, each shared by all who wait for it. */
function shared<I, T>(start: (input: I, signal: AbortSignal) => Promise<T>) {
  const begun = new Map<string, (signal: AbortSignal) => Promise<T>>()
  return (key: string, input: I, signal: AbortSignal): Promise<T> => {
    const work = begun.get(key) ?? sharedWork((until) => start(input, until))
    begun.set(key, work)
    return work(signal)
  }
}

interface Login {
  readonly session: AwsSession
  readonly partition: string
}

async function logIn(sessions: AwsSessions, scope: ScopeOf<'eks'>, signal: AbortSignal): Promise<Login> {
  const session = await sessions(scope, scope.region)
  return { session, partition: await signedIn(provenPartition(session.sts, scope, signal)) }
}

async function openAccount({ session, partition }: Login, scope: ScopeOf<'eks'>): Promise<EksAccount> {
  const eks = new EKSClient(await session.settings('eks', scope.region))
  guardClient(eks)
  const described = new Map<string, EksRecord>()
  return {
    clients: { eks, sts: session.sts },
    described,
    arnOf: (name) => `arn:${partition}:eks:${scope.region}:${scope.account}:cluster/${name}`,
    // The SDK waits for the role's credentials whatever the signal.
    names: (until) => within(until, listNames(eks, until)),
    async describe(name, until) {
      const answer = eks.send(new DescribeClusterCommand({ name }), { abortSignal: until })
      const record = EksRecord.parse((await within(until, answer)).cluster)
      described.set(name, record)
      return record
    },
    supportDates: sharedWork((until) => within(until, readSupportDates(eks, until))),
  }
}

/** Without `include`: clusters registered through EKS Connector have no endpoint to ask. */
async function listNames(client: EKSClient, abortSignal: AbortSignal): Promise<string[]> {
  const pages = paginateListClusters({ client, pageSize: 100 }, {}, { abortSignal })
  const names: string[] = []
  for await (const page of endingPages(pages, ({ nextToken }) => nextToken)) {
    for (const name of EksNames.parse(page.clusters)) names.push(name)
  }
  return [...new Set(names)]
}
