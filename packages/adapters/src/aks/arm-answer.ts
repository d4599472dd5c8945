import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { failed, type Failed, type Grant } from '@fleet-auditor/model/section.ts'
import { z } from 'zod'
import { statusFailure } from '../cloud/failure-of.ts'
import { azureLogin } from './azure-unauthenticated.ts'

const ArmError = z.object({ error: z.object({ code: z.string().optional(), message: z.string().optional() }) })
type ArmWords = z.infer<typeof ArmError>['error']

/** What an answer that is no success means; `action` is the permission that the read needs. */
export function answerError(status: number, body: string, action: string): AuditorError {
  const words = wordsOf(body)
  const { cause, detail, grant } = meaningOf(status, words, action)
  return new AuditorError('discover', detail, { reason: cause, grant })
}

function meaningOf(status: number, { code, message }: ArmWords, action: string): Failed {
  const words = [code, message].filter((word) => word !== undefined).join(': ') || 'no JSON of ARM’s'
  const failure = statusFailure(status, 'ARM', words, { kind: 'cloud', provider: 'azure', action })
  const exception = code === undefined ? undefined : exceptions[code]
  if (exception) return failed(exception.cause, failure.detail, exception.grant)
  return status === 401 ? { ...failure, grant: sentence(`${azureLogin}: ARM refuses the token`) } : failure
}

const sentence = (words: string): Grant => ({ kind: 'action', sentence: words })

const gone = { cause: 'unreachable', grant: undefined } as const

/** Codes that say more than their status. */
const exceptions: Readonly<Record<string, { readonly cause: Failed['cause']; readonly grant: Grant | undefined }>> = {
  // Said too of a subscription in a tenant that is not the credential's.
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
