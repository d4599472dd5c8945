import { DescribeClusterCommand, paginateListClusters } from '@aws-sdk/client-eks'
import { scopeKey, type ScopeOf } from '@fleet-auditor/model/scope.ts'
import { within } from '../wire/within.ts'
import { type AwsClients, openAwsClients } from '../aws/aws-clients.ts'
import { EksNames, EksRecord } from './cluster-record.ts'
import { endingPages } from '../aws/ending-pages.ts'
import type { EksOptions } from './options.ts'
import { provenPartition } from '../aws/proven-partition.ts'
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
  const partition = await provenPartition(clients.sts, scope, signal)
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

/** Without `include`: clusters registered through EKS Connector have no endpoint to ask. */
async function listNames({ eks }: AwsClients, abortSignal: AbortSignal): Promise<string[]> {
  const pages = paginateListClusters({ client: eks, pageSize: 100 }, {}, { abortSignal })
  const names: string[] = []
  for await (const page of endingPages(pages, ({ nextToken }) => nextToken)) {
    names.push(...EksNames.parse(page.clusters ?? []))
  }
  return [...new Set(names)]
}
