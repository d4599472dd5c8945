import { bearerOf, type CloudRequest } from './cloud-answer.ts'
import type { GoogleState } from './google.ts'

/** Whether the request shows a token that some account, pool or impersonation yields. */
export function isKnown(request: CloudRequest, { accounts, pools = [] }: GoogleState): boolean {
  const token = bearerOf(request)
  const pooled = pools.flatMap((pool) => [pool.token, ...Object.values(pool.serviceAccounts ?? {})])
  return token !== undefined && [...Object.values(accounts), ...pooled].includes(token)
}
