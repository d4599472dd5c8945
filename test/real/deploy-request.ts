/** Where a deployment goes: MiniStack, and the account whose root asks. */
export type DeployPlace = { readonly url: string; readonly account: string; readonly region: string }

export type DeployRequest = {
  readonly service: 'iam' | 'logs' | 'scheduler'
  readonly method?: 'POST' | 'DELETE'
  readonly path?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/**
 * Asks a service whose SDK client is no dependency of the auditor. MiniStack distinguishes services by the credential
 * scope, takes an account's number for the key of its root and does not check root's signature.
 */
export async function deployRequest(place: DeployPlace, asked: DeployRequest): Promise<string> {
  const { service, method = 'POST', path = '/', headers = {}, body = '' } = asked
  const scope = `${place.account}/20260101/${place.region}/${service}/aws4_request`
  const answer = await fetch(place.url + path, {
    method,
    headers: { ...headers, authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=root` },
    ...(method === 'POST' ? { body } : {}),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${service}: HTTP ${answer.status}: ${text.slice(0, 500)}`)
  return text
}
