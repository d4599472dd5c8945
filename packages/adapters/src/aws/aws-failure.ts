import type { Cause } from '@fleet-auditor/model/cause.ts'
import { ownEntry } from '@fleet-auditor/model/own-entry.ts'
import { quotedText } from '@fleet-auditor/model/quoted-text.ts'
import { failed, type Failed, type Grant } from '@fleet-auditor/model/section.ts'
import { z } from 'zod'
import { reasonFailure, statusFailure, transportFailure } from '../cloud/failure-of.ts'
import { endedBy } from '../wire/transport-fault.ts'

/** What the SDK puts on its errors. The status is there even when the answer could not be parsed. */
const AwsFault = z.object({
  name: z.string(),
  message: z.string().default(''),
  $metadata: z.object({ httpStatusCode: z.number().optional() }).optional(),
})

const organization =
  'name as listRoleArn a role of the organization’s management account, or of its delegated administrator'

const login = 'log in to AWS again (aws sso login, or renew the keys), and see that the account opted in to the region'

/** Error names of EKS, STS and the credential chain; the status alone does not distinguish them. */
const causes: Readonly<Record<string, Cause>> = {
  AccessDenied: 'forbidden',
  AccessDeniedException: 'forbidden',
  UnrecognizedClientException: 'unauthenticated',
  InvalidClientTokenId: 'unauthenticated',
  ExpiredToken: 'unauthenticated',
  ExpiredTokenException: 'unauthenticated',
  InvalidSignatureException: 'unauthenticated',
  SignatureDoesNotMatch: 'unauthenticated',
  IncompleteSignature: 'unauthenticated',
  MissingAuthenticationToken: 'unauthenticated',
  MissingAuthenticationTokenException: 'unauthenticated',
  RegionDisabledException: 'unauthenticated',
  CredentialsProviderError: 'unauthenticated',
  TokenProviderError: 'unauthenticated',
  Throttling: 'throttled',
  ThrottlingException: 'throttled',
  TooManyRequestsException: 'throttled',
  RequestLimitExceeded: 'throttled',
  TimeoutError: 'timeout',
  AWSOrganizationsNotInUseException: 'absent-api',
}

/**
 * Why a read of AWS failed; `what` names the read, `action` the permission it needs. With a `signal` that ended, that is the cause; without one the error alone is judged.
 */
export function awsFailure(error: unknown, what: string, action: string, signal?: AbortSignal): Failed {
  if (signal?.aborted) return endedBy(signal, what)
  const known = reasonFailure(error, what)
  if (known) return known
  // Before the name: the SDK names a connection that was cut `TimeoutError` too.
  const broken = transportFailure(error, what)
  if (broken) return broken
  const fault = AwsFault.safeParse(error).data
  const cause = ownEntry(causes, fault?.name)
  if (fault && cause) return failed(cause, `${what}: ${wordsOf(fault)}`, grantFor(cause, action))
  const status = fault?.$metadata?.httpStatusCode
  if (fault && status !== undefined) {
    const words = fault.name === 'SyntaxError' ? 'no JSON' : fault.message
    return statusFailure(status, what, words, grantFor('forbidden', action))
  }
  return failed('malformed', `${what}: the answer is not one that AWS gives`)
}

const wordsOf = ({ name, message }: z.infer<typeof AwsFault>): string =>
  quotedText(`${name}: ${message}`, { limit: 240 })

const sentences: Readonly<Partial<Record<Cause, string>>> = { unauthenticated: login, 'absent-api': organization }

function grantFor(cause: Cause, action: string): Grant | undefined {
  if (cause === 'forbidden') return { kind: 'cloud', provider: 'aws', action }
  const sentence = sentences[cause]
  return sentence === undefined ? undefined : { kind: 'action', sentence }
}

/**
 * An organization's policy denies the action to everybody of the account. AWS gives it the code of any refusal; only
 * this phrase of the message distinguishes it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html#access-denied-scp-examples
 */
export function isDeniedByPolicy(error: unknown): boolean {
  const fault = AwsFault.safeParse(error).data
  const denied = fault?.name === 'AccessDeniedException' || fault?.name === 'AccessDenied'
  return denied && /\bwith an explicit deny in a service control policy\b/.test(fault.message)
}

export const isGone = (error: unknown): boolean => AwsFault.safeParse(error).data?.name === 'ResourceNotFoundException'
