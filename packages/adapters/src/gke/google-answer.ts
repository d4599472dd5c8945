import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { Grant } from '@fleet-auditor/model/section.ts'
import { z } from 'zod'
import { statusFailure } from '../cloud/failure-of.ts'

/** google.rpc.Status as JSON: https://cloud.google.com/apis/design/errors#http_mapping */
const Status = z.object({
  error: z.object({
    message: z.string().default(''),
    details: z.array(z.object({ reason: z.string().optional() }).catch({})).default([]),
  }),
})

/** What an answer that is no success means; `action` is the permission that the read needs. */
export function answerError(status: number, body: string, action: string): AuditorError {
  const { message, details } = wordsOf(body)
  if (details.some(({ reason }) => reason === 'SERVICE_DISABLED')) return apiOff(message)
  const { cause, detail, grant } = statusFailure(status, 'Google', message, { kind: 'cloud', provider: 'gcp', action })
  return new AuditorError('discover', detail, { reason: cause, grant })
}

function apiOff(message: string): AuditorError {
  const sentence =
    'gcloud services enable cloudasset.googleapis.com in the project of the auditor’s service account (a person’s own ' +
    'login has no project that could pay for the search)'
  const grant: Grant = { kind: 'action', sentence }
  return new AuditorError('discover', `the API is off: ${message}`, { reason: 'absent-api', grant })
}

function wordsOf(body: string): z.infer<typeof Status>['error'] {
  try {
    return Status.parse(JSON.parse(body)).error
  } catch {
    return { message: 'no JSON of Google’s', details: [] } // the status speaks alone
  }
}
