import { randomUUID } from 'node:crypto'
import { jsonAnswer, type CloudAnswer, type CloudRequest } from '../cloud-answer.ts'
import type { AwsAccount, AwsState } from './aws-state.ts'

/** Who signed a request, and for which region: both are in the SigV4 `Authorization` header. */
export interface AwsCaller {
  readonly account: AwsAccount
  readonly arn: string
  readonly region: string
}

const credentialScope = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/\d{8}\/([^/]+)\/[^/]+\/aws4_request,/
const temporaryKey = /^ASIA(\d{12})/

/** `undefined`: an unknown key. Signatures are not verified. */
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

/** An error as REST-JSON services (EKS) report it: the type in a header and in the body. */
export const restJsonError = (status: number, type: string, message: string, more: object = {}): CloudAnswer =>
  jsonAnswer(status, { __type: type, message, ...more }, { 'x-amzn-errortype': type, 'x-amzn-requestid': randomUUID() })

/** A success of the Query protocol (STS): `result` is XML. */
export const queryAnswer = (action: string, result: string): CloudAnswer =>
  xml(
    200,
    `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${action}Result>${result}</${action}Result>${metadata()}</${action}Response>`,
  )

export const queryError = (status: number, code: string, message: string): CloudAnswer =>
  xml(
    status,
    `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`,
  )

export const escapeXml = (text: string): string =>
  text.replace(/[<>&"']/g, (character) => `&#${character.codePointAt(0) ?? 0};`)

const metadata = (): string => `<ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata>`

const xml = (status: number, body: string): CloudAnswer => ({ status, headers: { 'content-type': 'text/xml' }, body })
