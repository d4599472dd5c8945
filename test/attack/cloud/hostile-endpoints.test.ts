import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { createAksDiscovery } from '@fleet-auditor/adapters/aks/discovery.ts'
import { createAksScopeLister } from '@fleet-auditor/adapters/aks/scope-lister.ts'
import { createAwsSessions } from '@fleet-auditor/adapters/aws/aws-sessions.ts'
import { createEksDiscovery } from '@fleet-auditor/adapters/eks/discovery.ts'
import { createEksScopeLister } from '@fleet-auditor/adapters/eks/scope-lister.ts'
import { createGkeDiscovery } from '@fleet-auditor/adapters/gke/discovery.ts'
import { createGkeScopeLister } from '@fleet-auditor/adapters/gke/scope-lister.ts'
import type { WideSource } from '@fleet-auditor/audit/ports/scope-lister.ts'
import { createAuthority } from '@fleet-auditor/simulator/certificates.ts'
import { startAws } from '@fleet-auditor/simulator/clouds/aws/aws.ts'
import { listenOnLoopback } from '@fleet-auditor/simulator/loopback.ts'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'

// Of no known form, so that only knowing them cuts them out; in two pieces, so that no scanner takes them for leaked.
const token = ['canary', 'bearer/Zk4+9qT2'].join('-')
const keys = {
  accessKeyId: ['ASIA', 'CANARY0123456789'].join(''),
  secretAccessKey: 'canary/secret+Wq81',
  sessionToken: 'canary/session+token/Hn37==',
}
const canary = /canary|Zk4\+9qT2|Wq81|Hn37/i
const now = () => '2026-11-20T02:00:00.000Z'
const mebibyte = 2 ** 20

type Answer = (request: IncomingMessage, response: ServerResponse) => void

interface Endpoint {
  readonly url: string
  readonly ca: string
}

let authority: Awaited<ReturnType<typeof createAuthority>>
let tls: Awaited<ReturnType<typeof authority.issue>>
let ca: string
/** One that knows the keys, so that the service behind it is asked. */
let realSts: Endpoint
beforeAll(async () => {
  authority = await createAuthority('cloud-ca')
  tls = await authority.issue({ commonName: 'cloud', ips: ['127.0.0.1'] })
  const folder = await mkdtemp(join(tmpdir(), 'hostile-'))
  ca = join(folder, 'ca.pem')
  await writeFile(ca, authority.caPem)
  const account = { id: scopes.eks.account, accessKeys: [keys.accessKeyId], regions: { 'eu-west-1': [] } }
  const aws = await startAws({ accounts: [account] }, { tls })
  realSts = { url: aws.url, ca }
  return async () => {
    await aws.close()
    await rm(folder, { recursive: true })
  }
})

async function endpoint(answer: Answer): Promise<Endpoint> {
  const server = createServer({ cert: tls.certPem, key: tls.keyPem }, (request, response) => {
    response.on('error', () => undefined) // the other side hangs up: that is what is tested
    request.resume().on('end', () => answer(request, response))
  })
  const loopback = await listenOnLoopback(server)
  onTestFinished(async () => {
    server.closeAllConnections()
    await loopback.close()
  })
  return { url: `https://127.0.0.1:${loopback.port}`, ca }
}

const scopes = {
  eks: { provider: 'eks', account: '111122223333', region: 'eu-west-1' },
  gke: { provider: 'gke', project: 'shop' },
  aks: { provider: 'aks', subscription: '0a1b2c3d-0000-4000-8000-00000000000a', allowLocalAccount: false },
} as const
const sources = {
  aws: {
    worker: 'eks',
    kind: 'organization',
    memberRole: 'auditor',
    regions: ['all'] as string[],
    except: [] as string[],
  },
  google: { worker: 'gke', kind: 'organization', organization: '1001', except: [] as string[] },
  azure: { worker: 'aks', kind: 'tenant', allowLocalAccount: false, except: [] as string[] },
} satisfies Record<string, WideSource>

/** The first read of each kind against one endpoint; every other service is the endpoint too. */
const reads = {
  EKS: (at: Endpoint, signal: AbortSignal) =>
    createEksDiscovery({ endpoints: { eks: at, sts: realSts }, credentials: keys, now }).discover(scopes.eks, signal),
  STS: (at: Endpoint, signal: AbortSignal) =>
    createEksDiscovery({ endpoints: { eks: at, sts: at }, credentials: keys, now }).discover(scopes.eks, signal),
  'Organizations, asked by a role': (at: Endpoint, signal: AbortSignal) =>
    createEksScopeLister({ endpoints: { sts: at, organizations: at, account: at }, credentials: keys, now }).list(
      { ...sources.aws, listRoleArn: 'arn:aws:iam::111122223333:role/lister' },
      signal,
    ),
  'STS, asked for a role': (at: Endpoint, signal: AbortSignal) => {
    const roleArn = 'arn:aws:iam::111122223333:role/auditor'
    const options = { endpoints: { eks: at, sts: at }, credentials: keys, now }
    return createEksDiscovery(options).discover({ ...scopes.eks, roleArn }, signal)
  },
  Organizations: (at: Endpoint, signal: AbortSignal) =>
    createEksScopeLister({
      endpoints: { sts: at, organizations: at, account: at },
      credentials: keys,
      now,
    }).list(sources.aws, signal),
  GKE: (at: Endpoint, signal: AbortSignal) =>
    createGkeDiscovery({ endpoints: { gke: at }, auth: async () => token, now }).discover(scopes.gke, signal),
  'Cloud Asset Inventory': (at: Endpoint, signal: AbortSignal) =>
    createGkeScopeLister({ endpoints: { googleAssets: at }, auth: async () => token, now }).list(
      sources.google,
      signal,
    ),
  AKS: (at: Endpoint, signal: AbortSignal) =>
    createAksDiscovery({ endpoints: { azure: at }, credential, now }).discover(scopes.aks, signal),
  'Azure subscriptions': (at: Endpoint, signal: AbortSignal) =>
    createAksScopeLister({ endpoints: { azure: at }, credential, now }).list(sources.azure, signal),
} as const
const credential = { getToken: async () => ({ token, expiresOnTimestamp: Date.parse(now()) + 3_600_000 }) }

const json = { 'content-type': 'application/json' }
const sent =
  (body: string | Buffer, headers: Record<string, string> = json, status = 200): Answer =>
  (_, response) =>
    void response.writeHead(status, headers).end(body)

/** Goes on as fast as it is read. */
const endless =
  (begin: string, piece: string): Answer =>
  (_, response) => {
    const block = piece.repeat(Math.ceil(65_536 / piece.length))
    response.writeHead(200, json).write(begin)
    const more = (): void => {
      while (!response.destroyed && response.write(block));
      if (!response.destroyed) response.once('drain', more)
    }
    more()
  }

const shown = (request: IncomingMessage): string =>
  `${request.headers.authorization ?? ''} ${String(request.headers['x-amz-security-token'] ?? '')}`

/** Every credential that the request showed, in each way that an answer may repeat it. */
const repeating =
  (status: number): Answer =>
  (request, response) => {
    const words = shown(request)
    const spelt = [words, encodeURIComponent(words), Buffer.from(words).toString('base64')].join(' | ')
    const message = `refused: ${spelt}`
    const error = { code: 'AuthorizationFailed', message, status: 'PERMISSION_DENIED' }
    response
      .writeHead(status, { ...json, 'x-amzn-errortype': 'AccessDeniedException' })
      .end(JSON.stringify({ error, message, Message: message, __type: 'AccessDeniedException' }))
  }

const attacks: Readonly<Record<string, Answer>> = {
  'an endless text': endless('{"clusters":[],"value":[],"x":"', 'x'),
  'an endless list': endless('{"clusters":[', '{},'),
  'lists in lists without end': endless('{"clusters":', '['),
  'four million objects in 16 MB': sent(`{"clusters":[${'{},'.repeat(4_000_000)}{}]}`),
  'a gzip bomb': sent(gzipSync(Buffer.alloc(200 * mebibyte, '[')), { ...json, 'content-encoding': 'gzip' }),
  'a page of HTML': sent('<!DOCTYPE html><html>Sign in</html>', { 'content-type': 'text/html' }),
  'JSON of another kind': sent('{"clusters":{"a":1},"value":7,"results":"x","Accounts":{},"nextToken":5}'),
  null: sent('null'),
  'nothing at all': sent(''),
  'headers without end': (_, response) => {
    response.socket?.write(`HTTP/1.1 200 OK\r\n${`x: ${'y'.repeat(1000)}\r\n`.repeat(400)}`)
  },
  'the credentials, with 403': repeating(403),
  'the credentials, with 400': repeating(400),
  'the credentials, with 401': repeating(401),
}

const cases = Object.entries(reads).flatMap(([read, run]) =>
  Object.entries(attacks).map(([attack, answer]) => [read, attack, run, answer] as const),
)

describe('a hostile endpoint in place of', () => {
  it.each(cases)('%s that answers with %s is a failed section', async (_read, _attack, run, answer) => {
    const before = process.memoryUsage().rss
    const listing = await run(await endpoint(answer), AbortSignal.timeout(45_000))
    expect(listing).toMatchObject({ status: 'failed' })
    expect(JSON.stringify(listing)).not.toMatch(canary)
    expect((process.memoryUsage().rss - before) / mebibyte).toBeLessThan(600)
  })

  it.each(Object.entries(reads))('%s that is silent ends with the deadline', async (_, run) => {
    const at = await endpoint(() => undefined)
    const begun = performance.now()
    const ended = await run(at, AbortSignal.timeout(1500))
    // An attempt of an SDK takes 8 s, and it makes three.
    expect(performance.now() - begun).toBeLessThan(7000)
    expect(ended).toMatchObject({ status: 'failed', cause: 'timeout' })
  })

  it.each(Object.entries(reads))('%s that redirects takes no credential elsewhere', async (_, run) => {
    const elsewhere: string[] = []
    const other = await endpoint((request, response) => {
      elsewhere.push(shown(request))
      response.writeHead(200, json).end('{}')
    })
    for (const status of [301, 302, 307, 308]) {
      const at = await endpoint(sent('', { location: `${other.url}/steal` }, status))
      expect(await run(at, AbortSignal.timeout(45_000))).toMatchObject({ status: 'failed' })
    }
    expect(elsewhere.join('')).toBe('')
  })
})

describe('an answer that repeats the credentials', () => {
  it.each(['EKS', 'GKE', 'Cloud Asset Inventory', 'AKS', 'Azure subscriptions'] as const)(
    'of %s is quoted without them',
    async (read) => {
      const listing = await reads[read](await endpoint(repeating(403)), AbortSignal.timeout(45_000))
      expect(listing).toMatchObject({ cause: 'forbidden', detail: expect.stringContaining('[redacted]') })
    },
  )

  it('of STS, of a role that it gave itself, is quoted without them', async () => {
    const given = {
      AccessKeyId: 'ASIAROLECANARY',
      SecretAccessKey: 'canary/role+Wq81',
      SessionToken: 'canary/role/Hn37==',
    }
    const xml = Object.entries({ ...given, Expiration: '2099-01-01T00:00:00Z' }).map(
      ([of, it]) => `<${of}>${it}</${of}>`,
    )
    const assumed = `<AssumeRoleResponse><AssumeRoleResult><Credentials>${xml.join('')}</Credentials></AssumeRoleResult></AssumeRoleResponse>`
    let refused = ''
    const at = await endpoint((request, response) => {
      const isOfRole = shown(request).includes(given.AccessKeyId)
      const error = `<ErrorResponse><Error><Code>AccessDenied</Code><Message>refused: ${shown(request)}</Message></Error></ErrorResponse>`
      if (isOfRole) refused = shown(request)
      response.writeHead(isOfRole ? 403 : 200, { 'content-type': 'text/xml' }).end(isOfRole ? error : assumed)
    })
    const sessions = createAwsSessions({ endpoints: { sts: at }, credentials: keys, region: 'eu-west-1' })
    const { sts } = await sessions({ roleArn: 'arn:aws:iam::111122223333:role/auditor' }, 'eu-west-1')
    const error: unknown = await sts.send(new GetCallerIdentityCommand({})).catch((thrown: unknown) => thrown)
    expect(refused).toContain(given.SessionToken)
    expect(error).toMatchObject({ message: expect.stringContaining('[redacted]') })
    expect(error instanceof Error && error.stack).not.toMatch(canary)
  })
})

describe('pages without end', () => {
  const pages = {
    EKS: (page: number) => ({ clusters: [], nextToken: `page-${page}` }),
    'Cloud Asset Inventory': (page: number) => ({ results: [], nextPageToken: `page-${page}` }),
    AKS: (page: number, own: string) => ({ value: [], nextLink: `${own}/more?page=${page}` }),
  } as const

  it.each(['EKS', 'Cloud Asset Inventory', 'AKS'] as const)('of %s end after a thousand', async (read) => {
    let page = 0
    const at = await endpoint((request, response) => {
      page += 1
      response.writeHead(200, json).end(JSON.stringify(pages[read](page, `https://${request.headers.host}`)))
    })
    const listing = await reads[read](at, AbortSignal.timeout(60_000))
    expect(listing).toMatchObject({ status: 'failed', cause: 'too-large', detail: expect.stringContaining('1000') })
    expect(page).toBe(1000)
  })
})
