import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { printable } from '@fleet-auditor/model/printable-text.ts'

export const azureLogin = 'run `az login`, or set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET'

/** No token, for whatever reason a credential gives. */
export function azureUnauthenticated(error: unknown): AuditorError {
  const words = error instanceof Error ? printable(error.message, 240) : 'the credentials gave no token'
  return new AuditorError('discover', `no Azure credentials: ${words}`, {
    reason: 'unauthenticated',
    remedy: azureLogin,
    grant: { kind: 'action', sentence: azureLogin },
    cause: error,
  })
}
