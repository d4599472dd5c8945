import type { CloudRequest } from '../cloud-answer.ts'
import type { AwsAccount, AwsState } from './aws-state.ts'

/** Who signed a request, and for which region: both are in the SigV4 `Authorization` header. */
export interface AwsCaller {
  readonly account: AwsAccount
  readonly arn: string
  readonly region: string
}

const credentialScope = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/\d{8}\/([^/]+)\/[^/]+\/aws4_request,/
const temporaryKey = /^ASIA(\d{12})/

/** `undefined`: nobody known. Signatures are not verified, for the simulator keeps no secrets. */
export function callerOf(request: CloudRequest, state: AwsState): AwsCaller | undefined {
  const [, key = '', region = ''] = credentialScope.exec(headerOf(request, 'authorization')) ?? []
  const temporary = temporaryKey.exec(key)?.[1]
  const account = state.accounts.find(({ id, accessKeys = [] }) =>
    temporary === undefined ? accessKeys.includes(key) : id === temporary,
  )
  if (!account) return undefined
  const arn = temporary === undefined ? userArn(state, account) : sessionArn(headerOf(request, 'x-amz-security-token'))
  return arn === undefined ? undefined : { account, arn, region }
}

interface TemporaryKeys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string
}

/** Keys that name their account, so that the server remembers none. */
export const keysFor = (account: string, arn: string): TemporaryKeys => ({
  accessKeyId: `ASIA${account}ROLE`,
  secretAccessKey: `secret-of-${account}`,
  sessionToken: `${sessionPrefix}${Buffer.from(arn).toString('base64')}`,
})

/** Real tokens hold `+`, `/` and `=` too. */
const sessionPrefix = 'IQoJb3JpZ2lu+/=='

function sessionArn(token: string): string | undefined {
  if (!token.startsWith(sessionPrefix)) return undefined
  return Buffer.from(token.slice(sessionPrefix.length), 'base64').toString()
}

export const partitionOf = (state: AwsState): string => state.partition ?? 'aws'

const userArn = (state: AwsState, { id }: AwsAccount): string => `arn:${partitionOf(state)}:iam::${id}:user/auditor`

function headerOf({ headers }: CloudRequest, name: string): string {
  const value = headers[name]
  return typeof value === 'string' ? value : ''
}
