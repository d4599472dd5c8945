import type { Discovery } from '@fleet-auditor/audit/ports/discovery.ts'
import type { CloudFacts } from '@fleet-auditor/model/cloud-facts.ts'
import { scopeKey, type ScopeOf } from '@fleet-auditor/model/scope.ts'
import { collected, failed, type Section } from '@fleet-auditor/model/section.ts'
import pMap from 'p-map'
import { awsFailure, isDeniedByPolicy, isGone } from '../aws/aws-failure.ts'
import { eksClusterOf, eksFactsOf } from './cluster.ts'
import { createEksAccounts, type EksAccount, type EksAccounts, type EksOptions } from './eks-account.ts'
import type { SupportCalendar } from './support-dates.ts'

/** There is no batch read; AWS publishes no limit, and about 10 a second pass without throttling. */
const describesAtOnce = 8

/**
 * Lists an account's clusters in one region to the end and describes each. One that cannot be described is still
 * listed. Give the connector the same `accounts`, and it needs no read of its own.
 */
export function createEksDiscovery(
  options: EksOptions,
  accounts: EksAccounts = createEksAccounts(options),
): Discovery<'eks'> {
  return {
    async discover(scope, signal) {
      const what = scopeKey(scope)
      try {
        const account = await accounts(scope, signal)
        const names = await account.names(signal)
        const asking = { account, scope, now: options.now, signal }
        const describing = { ...asking, calendar: names.length > 0 ? calendarOf(asking) : noDates }
        const describe = async (name: string) =>
          eksClusterOf(name, account.arnOf(name), scope, await factsOf(name, describing))
        const clusters = await pMap(names, describe, { concurrency: describesAtOnce })
        return collected({ clusters, unseen: [] }, options.now())
      } catch (error) {
        const failure = awsFailure(error, what, 'eks:ListClusters', signal)
        if (!scope.everyRegion || !isDeniedByPolicy(error)) return failure
        return collected({ clusters: [], unseen: [], closedByPolicy: failure.detail }, options.now())
      }
    },
  }
}

interface Asking {
  readonly account: EksAccount
  readonly scope: ScopeOf<'eks'>
  readonly now: () => string
  readonly signal: AbortSignal
}

interface Describing extends Asking {
  readonly calendar: Promise<Section<SupportCalendar>>
}

async function factsOf(name: string, describing: Describing): Promise<Section<CloudFacts>> {
  const { account, scope, calendar, now, signal } = describing
  try {
    const record = await account.describe(name, signal)
    return collected(eksFactsOf(record, scope.region, await calendar), now())
  } catch (error) {
    const what = `${scopeKey(scope)}/${name}`
    if (isGone(error)) return failed('unreachable', `${what}: the cloud no longer knows this cluster`)
    return awsFailure(error, what, 'eks:DescribeCluster', signal)
  }
}

/** Of a scope without clusters: none asks for it. */
const noDates = Promise.resolve(collected<SupportCalendar>(new Map(), ''))

/** A cluster's facts go without dates that could not be read, and name why. */
async function calendarOf({ account, scope, now, signal }: Asking): Promise<Section<SupportCalendar>> {
  try {
    return collected(await account.supportDates(signal), now())
  } catch (error) {
    return awsFailure(error, scopeKey(scope), 'eks:DescribeClusterVersions', signal)
  }
}
