import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { printable } from '@fleet-auditor/model/printable-text.ts'

const remedy =
  'run `gcloud auth application-default login`, or name a credential file in GOOGLE_APPLICATION_CREDENTIALS'

/** No token, for whatever reason a credential gives. */
export function googleUnauthenticated(error: unknown): AuditorError {
  const words = error instanceof Error ? printable(error.message, 240) : 'the credentials gave no token'
  return new AuditorError('discover', `no Google credentials: ${words}`, {
    reason: 'unauthenticated',
    remedy,
    grant: { kind: 'action', sentence: remedy },
    cause: error,
  })
}
