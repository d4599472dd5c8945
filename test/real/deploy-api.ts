import { z } from 'zod'
import type { Deployment } from './deploy-plan.ts'

export type ApiQuestion = {
  readonly method?: 'GET' | 'POST'
  readonly path: string
  readonly token?: string
  readonly body?: object
}

const Proxied = z.object({
  statusCode: z.number(),
  body: z.string().transform((text): unknown => JSON.parse(text)),
})

/** Asks the API's function as API Gateway would (payload 2.0). */
export async function askApi({ invoke }: Pick<Deployment, 'invoke'>, asked: ApiQuestion) {
  const { method = 'GET', path, token, body } = asked
  const host = 'api.execute-api.eu-west-1.amazonaws.com'
  const headers = {
    host,
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  }
  const http = { method, path, protocol: 'HTTP/1.1', sourceIp: '198.51.100.130', userAgent: 'real-tier' }
  const answer = await invoke('ApiFunction', {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: '',
    headers,
    requestContext: { domainName: host, http, requestId: 'real-tier', stage: '$default' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    isBase64Encoded: false,
  })
  const { statusCode, body: text } = Proxied.parse(answer)
  return { status: statusCode, body: text }
}
