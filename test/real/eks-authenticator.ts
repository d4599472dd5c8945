import { once } from 'node:events'
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { z } from 'zod'
import { expectedSignature } from '../adapters/eks/read-token.ts'

/** Who a principal is inside the cluster, as its access entry names it; undefined: it has none. */
export type AccessEntries = (principalArn: string) => Promise<readonly string[] | undefined>

export type AuthenticatorOptions = {
  /** moto, which stands for STS. */
  readonly stsUrl: string
  readonly region: string
  /** The cluster whose API server asks: tokens for another one are refused. */
  readonly clusterId: string
  readonly groupsOf: AccessEntries
}

export type EksAuthenticator = {
  /** A kubeconfig (JSON) for `--authentication-token-webhook-config-file`. */
  readonly config: string
  /** Why tokens were refused, in order. */
  readonly refusals: readonly string[]
  readonly close: () => Promise<void>
}

const TokenReview = z.object({ spec: z.object({ token: z.string() }) })

/**
 * What aws-iam-authenticator does in an EKS control plane: takes the presigned request out of the token, lets STS report
 * who signed it, and looks the principal up. moto checks no signature, so that is done here, over `x-k8s-aws-id` too.
 */
export async function startEksAuthenticator(options: AuthenticatorOptions): Promise<EksAuthenticator> {
  const refusals: string[] = []
  const review = async (body: string) => {
    try {
      return { authenticated: true, user: await authenticate(TokenReview.parse(JSON.parse(body)).spec.token, options) }
    } catch (error) {
      refusals.push(error instanceof Error ? error.message : String(error))
      return { authenticated: false, error: 'refused' }
    }
  }
  const server = createServer((request, response) => {
    void text(request)
      .then(review)
      .then((status) => {
        response.setHeader('content-type', 'application/json')
        response.end(JSON.stringify({ apiVersion: 'authentication.k8s.io/v1', kind: 'TokenReview', status }))
      })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('a TCP server without a port')
  return {
    config: webhookConfig(`http://127.0.0.1:${address.port}/authenticate`),
    refusals,
    close: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

const webhookConfig = (server: string): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'authenticator', cluster: { server } }],
    users: [{ name: 'api-server' }],
    contexts: [{ name: 'webhook', context: { cluster: 'authenticator', user: 'api-server' } }],
    'current-context': 'webhook',
  })

async function authenticate(token: string, options: AuthenticatorOptions) {
  const asked = presigned(token, options.region)
  const accessKey = asked.searchParams.get('X-Amz-Credential')?.split('/')[0] ?? ''
  const secret = await secretOf(accessKey, options.stsUrl)
  const signature = asked.searchParams.get('X-Amz-Signature')
  if (expectedSignature(asked, options.clusterId, secret) !== signature) throw new Error('signature does not match')
  const principal = principalOf(await callerArn(asked, options))
  const groups = await options.groupsOf(principal)
  if (groups === undefined) throw new Error(`no access entry for ${principal}`)
  return { username: principal, groups }
}

/** Holds the URL against what aws-iam-authenticator lets through (pkg/token/token.go), and its 15 minutes. */
function presigned(token: string, region: string): URL {
  const encoded = /^k8s-aws-v1\.([\w-]+)$/.exec(token)?.[1]
  if (encoded === undefined) throw new Error('not an EKS token')
  const url = new URL(Buffer.from(encoded, 'base64url').toString())
  if (url.protocol !== 'https:' || url.host !== `sts.${region}.amazonaws.com` || url.pathname !== '/') {
    throw new Error(`not this region’s STS: ${url.origin}${url.pathname}`)
  }
  const { searchParams: query } = url
  if (query.get('Action') !== 'GetCallerIdentity') throw new Error('not GetCallerIdentity')
  if (query.get('X-Amz-SignedHeaders') !== 'host;x-k8s-aws-id') throw new Error('the cluster is not signed')
  const date = (query.get('X-Amz-Date') ?? '').replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z')
  if (!(Math.abs(Date.now() - Date.parse(date)) < 15 * 60_000)) throw new Error(`expired: ${date}`)
  return url
}

const AssumedRoles = z.object({
  sts: z.object({ AssumedRole: z.array(z.object({ access_key_id: z.string(), secret_access_key: z.string() })) }),
})

/** moto's own state names the secrets it gave out. */
async function secretOf(accessKey: string, stsUrl: string): Promise<string> {
  const answer = await fetch(new URL('/moto-api/data.json', stsUrl))
  const { sts } = AssumedRoles.parse(await answer.json())
  const role = sts.AssumedRole.find(({ access_key_id }) => access_key_id === accessKey)
  if (!role) throw new Error(`unknown access key ${accessKey}`)
  return role.secret_access_key
}

const CallerIdentity = /<Arn>([^<]+)<\/Arn>/

/** moto finds the service of a presigned GET only by an Authorization header; it verifies none. */
async function callerArn(asked: URL, { stsUrl, clusterId }: AuthenticatorOptions): Promise<string> {
  const credential = asked.searchParams.get('X-Amz-Credential') ?? ''
  const authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=x`
  const url = new URL(asked.search, stsUrl)
  const answer = await fetch(url, { headers: { authorization, 'x-k8s-aws-id': clusterId } })
  const arn = CallerIdentity.exec(await answer.text())?.[1]
  if (arn === undefined) throw new Error(`STS did not report who that is: HTTP ${answer.status}`)
  return arn
}

/** `arn:aws:sts::1:assumed-role/name/session` is the IAM role of that name. */
const principalOf = (arn: string): string =>
  arn.replace(/^arn:(\w+(?:-\w+)*):sts::(\d+):assumed-role\/([^/]+)\/.*$/, 'arn:$1:iam::$2:role/$3')
