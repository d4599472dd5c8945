import { OrganizationsClient, paginateListAccounts } from '@aws-sdk/client-organizations'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { z } from 'zod'
import type { AwsLogin } from '../aws/aws-login.ts'
import { endingPages } from '../aws/ending-pages.ts'
import { limitAnswers } from '../aws/limit-answers.ts'

export interface MemberAccount {
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

/** The accounts of an organization that are in use: a suspended one refuses every call. */
export async function activeAccounts(login: AwsLogin, abortSignal: AbortSignal): Promise<MemberAccount[]> {
  const client = new OrganizationsClient(await login.settings('organizations'))
  limitAnswers(client.config.requestHandler)
  try {
    const pages = paginateListAccounts({ client, pageSize: 20 }, {}, { abortSignal })
    const members = new Map<string, MemberAccount>()
    for await (const page of endingPages(pages, ({ NextToken }) => NextToken)) {
      for (const { id, arn, state } of Accounts.parse(page.Accounts ?? [])) {
        if (state === 'ACTIVE') members.set(id, { id, partition: arn.split(':')[1] ?? 'aws' })
      }
    }
    if (members.size > 0) return [...members.values()]
    throw new AuditorError('discover', 'no account is said to be active', { reason: 'malformed' })
  } finally {
    client.destroy()
  }
}
