import { z } from 'zod'
import { type DeployPlace, deployRequest } from './deploy-request.ts'

const Page = z.object({ events: z.array(z.object({ message: z.string() })), nextToken: z.string().optional() })
const Line = z.record(z.string(), z.unknown())

/** The JSON lines of a log group; START, END and REPORT of Lambda itself are left out. */
export async function readLog(place: DeployPlace, logGroupName: string): Promise<readonly Record<string, unknown>[]> {
  const lines: Record<string, unknown>[] = []
  let nextToken: string | undefined
  do {
    const text = await deployRequest(place, {
      service: 'logs',
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'Logs_20140328.FilterLogEvents' },
      body: JSON.stringify({ logGroupName, nextToken }),
    })
    const page = Page.parse(JSON.parse(text))
    for (const { message } of page.events) if (message.startsWith('{')) lines.push(Line.parse(JSON.parse(message)))
    nextToken = page.nextToken
  } while (nextToken !== undefined)
  return lines
}
