import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { z } from 'zod'
import { printable } from '@fleet-auditor/model/printable-text.ts'

const Refusal = z.object({ error: z.string(), error_description: z.string().default('') })

const credential =
  'give the app registration a federated credential with this AWS account’s issuer, the role’s ARN as subject and ' +
  'api://AzureADTokenExchange as audience, letter by letter (fleet-auditor access azure)'

/** By Entra's error number: https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
const remedies: Readonly<Record<string, string>> = {
  AADSTS700016: 'name an application of that tenant as federation.azure.client of the fleet file',
  AADSTS90002: 'name a tenant that exists as federation.azure.tenant of the fleet file',
  AADSTS700211: credential,
  AADSTS700212: credential,
  AADSTS700213: credential,
  AADSTS70021: credential,
  AADSTS700222: credential,
  AADSTS700024: 'set the clock right: Entra takes the AWS identity’s token for one of another time',
}

/** What Entra's token endpoint says to a client assertion that it does not take. */
export function entraRefusal(status: number, body: string): AuditorError {
  const { error, error_description: description } = wordsOf(body)
  const detail = `no Entra token for the AWS identity: answered ${status}: ${printable(`${error}: ${description}`, 240)}`
  if (status === 429) return new AuditorError('discover', detail, { reason: 'throttled' })
  if (status >= 500) return new AuditorError('discover', detail, { reason: 'unreachable' })
  const remedy = remedies[/^AADSTS\d+/.exec(description)?.[0] ?? ''] ?? credential
  const grant = { kind: 'action', sentence: remedy } as const
  return new AuditorError('discover', detail, { reason: 'unauthenticated', remedy, grant })
}

function wordsOf(body: string): z.infer<typeof Refusal> {
  try {
    return Refusal.parse(JSON.parse(body))
  } catch {
    return { error: 'no JSON', error_description: '' } // the status speaks alone
  }
}
