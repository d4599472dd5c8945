import { type CloudAnswer, type CloudRequest, jsonAnswer } from './cloud-answer.ts'

/** An app registration. `tokens`: access token by the resource of the asked scope (`https://management.azure.com`). */
export interface EntraClient {
  readonly clientId: string
  readonly tenant: string
  /** Secret or federated assertion that it may show. */
  readonly proof: string
  readonly tokens: Readonly<Record<string, string>>
}

/** Client credentials with a secret or an assertion: `POST /{tenant}/oauth2/v2.0/token`. */
export function answerEntraToken(request: CloudRequest, tenant: string, clients: readonly EntraClient[]): CloudAnswer {
  const form = new URLSearchParams(request.body)
  const client = clients.find((one) => one.tenant === tenant && one.clientId === form.get('client_id'))
  if (!client) return refusal(400, 'unauthorized_client', 'AADSTS700016: Application was not found in the directory.')
  if ((form.get('client_secret') ?? form.get('client_assertion')) !== client.proof) {
    return refusal(401, 'invalid_client', 'AADSTS7000215: Invalid client secret provided.')
  }
  const token = client.tokens[resourceOf(form.get('scope') ?? '')]
  if (token === undefined) return refusal(400, 'invalid_scope', 'AADSTS70011: The provided scope is not valid.')
  return jsonAnswer(200, { token_type: 'Bearer', expires_in: 3599, ext_expires_in: 3599, access_token: token })
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
