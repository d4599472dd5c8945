import { jsonAnswer, type CloudAnswer, type CloudRequest } from '../cloud-answer.ts'
import type { WebIdentityIssuer } from '../web-identity.ts'

/** What an app registration trusts: an issuer's tokens with this subject and audience. */
export interface FederatedCredential {
  readonly issuer: WebIdentityIssuer
  readonly subject: string
  readonly audience: string
}

/** An app registration. `tokens`: access token by the resource of the asked scope (`https://management.azure.com`). */
export interface EntraClient {
  readonly clientId: string
  readonly tenant: string
  /** Secret or fixed assertion that it may show. */
  readonly proof: string
  /** Federated credentials: whose tokens it takes in place of a secret, letter by letter. */
  readonly federated?: readonly FederatedCredential[]
  readonly tokens: Readonly<Record<string, string>>
}

/** Client credentials with a secret or an assertion: `POST /{tenant}/oauth2/v2.0/token`. */
export function answerEntraToken(request: CloudRequest, tenant: string, clients: readonly EntraClient[]): CloudAnswer {
  const form = new URLSearchParams(request.body)
  const client = clients.find((one) => one.tenant === tenant && one.clientId === form.get('client_id'))
  if (!client) return refusal(400, 'unauthorized_client', 'AADSTS700016: Application was not found in the directory.')
  const assertion = form.get('client_assertion')
  const refused =
    assertion !== null && client.federated ? refusedAssertion(form, assertion, client.federated) : undefined
  if (refused) return refused
  const shown = assertion !== null && client.federated ? client.proof : (form.get('client_secret') ?? assertion)
  if (shown !== client.proof) {
    return refusal(401, 'invalid_client', 'AADSTS7000215: Invalid client secret provided.')
  }
  const token = client.tokens[resourceOf(form.get('scope') ?? '')]
  if (token === undefined) return refusal(400, 'invalid_scope', 'AADSTS70011: The provided scope is not valid.')
  return jsonAnswer(200, { token_type: 'Bearer', expires_in: 3599, ext_expires_in: 3599, access_token: token })
}

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

/** In the order and with the numbers of https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
function refusedAssertion(
  form: URLSearchParams,
  assertion: string,
  credentials: readonly FederatedCredential[],
): CloudAnswer | undefined {
  if (form.get('client_assertion_type') !== assertionType) {
    return refusal(400, 'invalid_request', 'AADSTS900144: The request body must contain: client_assertion_type.')
  }
  const claimed = credentials.flatMap((credential) => {
    const claims = credential.issuer.verify(assertion)
    return claims ? [{ credential, claims }] : []
  })
  const no = (words: string): CloudAnswer => refusal(401, 'invalid_client', words)
  const [first] = claimed
  if (!first) return no('AADSTS700211: No matching federated identity record found for presented assertion issuer.')
  const bySubject = claimed.filter(({ credential, claims }) => credential.subject === claims.sub)
  if (bySubject.length === 0) {
    return no(`AADSTS700213: No matching federated identity record found for assertion subject '${first.claims.sub}'.`)
  }
  if (!bySubject.some(({ credential, claims }) => credential.audience === claims.aud)) {
    return no(`AADSTS700212: No matching federated identity record found for assertion audience '${first.claims.aud}'.`)
  }
  const now = Date.now() / 1000
  if (first.claims.exp <= now) return no('AADSTS700024: Client assertion is not within its valid time range.')
  return undefined
}

const refusal = (status: number, error: string, description: string): CloudAnswer =>
  jsonAnswer(status, { error, error_description: description, correlation_id: '00000000-0000-0000-0000-000000000000' })

/** MSAL adds OpenID scopes to the one asked for. */
const resourceOf = (scope: string): string =>
  (scope.split(' ').find((word) => word.endsWith('/.default')) ?? '').replace(/\/+\.default$/, '')

/** What MSAL reads before it asks an authority it does not know by itself. */
export function answerOpenIdConfiguration(tenant: string, host: string): CloudAnswer {
  const base = `https://${host}/${tenant}`
  return jsonAnswer(200, {
    issuer: `${base}/v2.0`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    token_endpoint: `${base}/oauth2/v2.0/token`,
    jwks_uri: `${base}/discovery/v2.0/keys`,
  })
}
