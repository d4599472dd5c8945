import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { ownEntry } from '@fleet-auditor/model/own-entry.ts'
import { quotedText } from '@fleet-auditor/model/quoted-text.ts'
import { failed, type Failed, type Grant } from '@fleet-auditor/model/section.ts'
import { z } from 'zod'
import { reasonFailure, statusFailure, transportFailure } from '../cloud/failure-of.ts'
import { endedBy } from '../wire/transport-fault.ts'

/** Why a read of ARM failed; `what` names the read. Refusals come from the guard, which has seen the whole answer. */
export function azureFailure(error: unknown, what: string, signal: AbortSignal): Failed {
  if (signal.aborted) return endedBy(signal, what)
  if (error instanceof DOMException && error.name === 'TimeoutError') {
    return failed('timeout', `${what}: no answer in time`)
  }
  return (
    reasonFailure(error, what) ??
    transportFailure(error, what) ??
    failed('malformed', `${what}: the answer is not one that ARM gives`)
  )
}

const azureLogin = 'run `az login`, or set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET'

/** It may be a person’s or, in a function, the federated identity’s. */
const refusedToken = `ARM refuses the token: in a function see federation.azure of the fleet file and the app’s tenant; on a terminal ${azureLogin}`

/** No token, for whatever reason a credential gives. */
export function azureUnauthenticated(error: unknown): AuditorError {
  const words = error instanceof Error ? quotedText(error.message, { limit: 240 }) : 'the credentials gave no token'
  return new AuditorError('discover', `no Azure credentials: ${words}`, {
    reason: 'unauthenticated',
    remedy: azureLogin,
    grant: { kind: 'action', sentence: azureLogin },
    cause: error,
  })
}

const ArmError = z.object({ error: z.object({ code: z.string().max(120).optional(), message: z.string().optional() }) })
type ArmWords = z.infer<typeof ArmError>['error']

/**
 * What an answer that is no success means; `action` is the permission that the read needs, `token` what it was asked
 * with.
 */
export function answerError(status: number, body: string, action: string, token: string | undefined): AuditorError {
  const { code, message } = wordsOf(body)
  const quoted = message === undefined ? undefined : quotedText(message, { credentials: [token], limit: 240 })
  const { cause, detail, grant } = meaningOf(status, { code, message: quoted }, action)
  return new AuditorError('discover', detail, { reason: cause, grant })
}

function meaningOf(status: number, { code, message }: ArmWords, action: string): Failed {
  const words = [code, message].filter((word) => word !== undefined).join(': ') || 'no JSON of ARM’s'
  const failure = statusFailure(status, 'ARM', words, { kind: 'cloud', provider: 'azure', action })
  const exception = ownEntry(exceptions, code)
  if (exception) return failed(exception.cause, failure.detail, exception.grant)
  return status === 401 ? { ...failure, grant: sentence(refusedToken) } : failure
}

const sentence = (words: string): Grant => ({ kind: 'action', sentence: words })

const gone = { cause: 'unreachable', grant: undefined } as const

/** Codes that say more than their status. */
const exceptions: Readonly<Record<string, { readonly cause: Failed['cause']; readonly grant: Grant | undefined }>> = {
  // The answer too for a subscription in a tenant that is not the credential's.
  SubscriptionNotFound: {
    cause: 'forbidden',
    grant: sentence('name a subscription that exists, and its tenant, under sources'),
  },
  InvalidSubscriptionId: { cause: 'forbidden', grant: sentence('name a subscription by its id under sources') },
  ResourceNotFound: gone,
  ResourceGroupNotFound: gone,
}

function wordsOf(body: string): ArmWords {
  try {
    return ArmError.parse(JSON.parse(body)).error
  } catch {
    return {} // no error body of ARM's: the status speaks alone
  }
}
