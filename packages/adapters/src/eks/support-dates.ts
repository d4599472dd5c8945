import { paginateDescribeClusterVersions, type EKSClient } from '@aws-sdk/client-eks'
import { z } from 'zod'
import { endingPages } from '../aws/ending-pages.ts'

/** ISO dates. */
interface SupportDates {
  readonly standardUntil?: string
  readonly extendedUntil?: string
}

export type SupportCalendar = ReadonlyMap<string, SupportDates>

const ClusterVersions = z.array(
  z.object({
    clusterVersion: z.string(),
    clusterType: z.string().optional(),
    endOfStandardSupportDate: z.date().optional(),
    endOfExtendedSupportDate: z.date().optional(),
  }),
)

/** Until when AWS supports each Kubernetes minor version, versions out of support included. */
export async function readSupportDates(client: EKSClient, abortSignal: AbortSignal): Promise<SupportCalendar> {
  const calendar = new Map<string, SupportDates>()
  const query = { clusterType: 'eks', includeAll: true }
  const pages = paginateDescribeClusterVersions({ client }, query, { abortSignal })
  for await (const page of endingPages(pages, ({ nextToken }) => nextToken)) {
    for (const version of ClusterVersions.parse(page.clusterVersions)) {
      const { endOfStandardSupportDate: standard, endOfExtendedSupportDate: extended } = version
      calendar.set(version.clusterVersion, {
        standardUntil: standard === undefined ? undefined : dateOf(standard),
        extendedUntil: extended === undefined ? undefined : dateOf(extended),
      })
    }
  }
  return calendar
}

const dateOf = (date: Date): string => date.toISOString().slice(0, 10)
