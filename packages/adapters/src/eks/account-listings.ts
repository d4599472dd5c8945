import { AccountClient, paginateListRegions } from '@aws-sdk/client-account'
import { OrganizationsClient, paginateListAccounts } from '@aws-sdk/client-organizations'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { z } from 'zod'
import type { AwsSession } from '../aws/aws-sessions.ts'
import { endingPages } from '../aws/ending-pages.ts'
import { guardClient } from '../aws/guard-client.ts'

interface MemberAccount {
  readonly id: string
  readonly partition: string
}

/** `State` took the place of `Status` in 2025; older endpoints give the latter alone. */
const Accounts = z.array(
  z
    .object({
      Id: z.string().regex(/^\d{12}$/),
      Arn: z.string().startsWith('arn:'),
      State: z.string().optional(),
      Status: z.string().optional(),
    })
    .transform(({ Id, Arn, State, Status }) => ({ id: Id, arn: Arn, state: State ?? Status })),
)

/** The accounts of an organization that are in use: a suspended one refuses every call. `home`: of its partition. */
export async function activeAccounts(
  session: AwsSession,
  home: string,
  abortSignal: AbortSignal,
): Promise<MemberAccount[]> {
  const client = new OrganizationsClient(await session.settings('organizations', home))
  guardClient(client)
  try {
    const pages = paginateListAccounts({ client, pageSize: 20 }, {}, { abortSignal })
    const members = new Map<string, MemberAccount>()
    for await (const page of endingPages(pages, ({ NextToken }) => NextToken)) {
      for (const { id, arn, state } of Accounts.parse(page.Accounts)) {
        if (state === 'ACTIVE') members.set(id, { id, partition: arn.split(':')[1] ?? 'aws' })
      }
    }
    if (members.size > 0) return [...members.values()]
    throw new AuditorError('discover', 'no account of the organization is active', { reason: 'malformed' })
  } finally {
    client.destroy()
  }
}

const enabled = ['ENABLED', 'ENABLED_BY_DEFAULT'] as const
const Regions = z.array(z.object({ RegionName: z.string().min(1), RegionOptStatus: z.string() }))

/** The regions that an account may use, in the API's order. `home`: of its partition. Throws what the SDK throws. */
export async function enabledRegions(session: AwsSession, home: string, abortSignal: AbortSignal): Promise<string[]> {
  const client = new AccountClient(await session.settings('account', home))
  guardClient(client)
  try {
    const query = { RegionOptStatusContains: [...enabled] }
    const pages = paginateListRegions({ client, pageSize: 50 }, query, { abortSignal })
    const regions: string[] = []
    for await (const page of endingPages(pages, ({ NextToken }) => NextToken)) {
      for (const { RegionName, RegionOptStatus } of Regions.parse(page.Regions)) {
        if (enabled.some((status) => status === RegionOptStatus)) regions.push(RegionName)
      }
    }
    if (regions.length > 0) return [...new Set(regions)]
    throw new AuditorError('discover', 'no region of the account is enabled', { reason: 'malformed' })
  } finally {
    client.destroy()
  }
}
