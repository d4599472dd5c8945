import { AccountClient, paginateListRegions } from '@aws-sdk/client-account'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { z } from 'zod'
import type { AwsLogin } from '../aws/aws-login.ts'
import { endingPages } from '../aws/ending-pages.ts'
import { limitAnswers } from '../aws/limit-answers.ts'

const enabled = ['ENABLED', 'ENABLED_BY_DEFAULT'] as const
const Regions = z.array(z.object({ RegionName: z.string().min(1), RegionOptStatus: z.string() }))

/** The regions that an account may use, in the API's order. Throws what the SDK throws. */
export async function enabledRegions(login: AwsLogin, abortSignal: AbortSignal): Promise<string[]> {
  const client = new AccountClient(await login.settings('account'))
  limitAnswers(client.config.requestHandler)
  try {
    const query = { RegionOptStatusContains: [...enabled] }
    const pages = paginateListRegions({ client, pageSize: 50 }, query, { abortSignal })
    const regions: string[] = []
    for await (const page of endingPages(pages, ({ NextToken }) => NextToken)) {
      for (const { RegionName, RegionOptStatus } of Regions.parse(page.Regions ?? [])) {
        if (enabled.some((status) => status === RegionOptStatus)) regions.push(RegionName)
      }
    }
    if (regions.length > 0) return [...new Set(regions)]
    throw new AuditorError('discover', 'no region is said to be enabled', { reason: 'malformed' })
  } finally {
    client.destroy()
  }
}
