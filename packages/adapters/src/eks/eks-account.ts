import { DescribeClusterCommand, EKSClient, paginateListClusters } from '@aws-sdk/client-eks'
import { STSClient } from '@aws-sdk/client-sts'
import { scopeKey, type ScopeOf } from '@fleet-auditor/model/scope.ts'
import { awsSettings } from '../aws/aws-settings.ts'
import { endingPages } from '../aws/ending-pages.ts'
import { limitAnswers } from '../aws/limit-answers.ts'
import { provenPartition } from '../aws/partition.ts'
import { roleCredentials } from '../aws/role-credentials.ts'
import { resolveEndpoint } from '../cloud/endpoint.ts'
import { within } from '../wire/within.ts'
import { EksNames, EksRecord } from './cluster.ts'
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
  /** What was described last, for the connector. */
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
    for (const name of EksNames.parse(page.clusters)) names.push(name)
  }
  return [...new Set(names)]
}

interface AwsClients {
  readonly eks: EKSClient
  readonly sts: STSClient
}

/** Both clients sign with the same credentials: the scope's role where it has one, else the ambient ones. */
async function openAwsClients(options: EksOptions, scope: ScopeOf<'eks'>): Promise<AwsClients> {
  const { eks: eksEndpoint, sts: stsEndpoint } = options.endpoints
  const toEks = awsSettings(scope.region, options, eksEndpoint && (await resolveEndpoint('eks', eksEndpoint)))
  const toSts = awsSettings(scope.region, options, stsEndpoint && (await resolveEndpoint('sts', stsEndpoint)))
  const given = options.credentials ? { credentials: options.credentials } : {}
  const own = new STSClient({ ...toSts, ...given })
  limitAnswers(own.config.requestHandler)
  const { requestHandler } = own.config
  const credentials = scope.roleArn
    ? roleCredentials({ ...scope, roleArn: scope.roleArn }, own, toSts)
    : own.config.credentials
  const eks = new EKSClient({ ...toEks, credentials })
  limitAnswers(eks.config.requestHandler)
  // The provider of the EKS client remembers its credentials until they are due: one AssumeRole for both.
  const sts = scope.roleArn ? new STSClient({ ...toSts, requestHandler, credentials: eks.config.credentials }) : own
  return { eks, sts }
}
