import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createGkeDiscovery } from '@fleet-auditor/adapters/gke/discovery.ts'
import { applicationDefaultToken } from '@fleet-auditor/adapters/gke/google-token.ts'
import { listenOnLoopback } from '@fleet-auditor/simulator/loopback.ts'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { containing } from '../matching.ts'
import { unhandledRejections } from '../unhandled-rejections.ts'
import { now, openGoogle, token, writeServiceAccount } from './google-bench.ts'

const never = new AbortController().signal
const remedy = { kind: 'action', sentence: containing('gcloud auth application-default login') }

afterEach(() => {
  vi.unstubAllEnvs()
})

describe('application default credentials', () => {
  it('of a service account’s file get a token from the fleet file’s endpoint, once', async () => {
    await using bench = await openGoogle({})
    vi.stubEnv(
      'GOOGLE_APPLICATION_CREDENTIALS',
      await writeServiceAccount(bench.folder, 'auditor@ops.iam.gserviceaccount.com'),
    )
    const supply = applicationDefaultToken(bench.options.endpoints.googleToken)
    expect(await Promise.all([supply(never), supply(never)])).toEqual([token, token])
    expect(await supply(never)).toBe(token)
    expect(bench.server.requests()).toEqual([{ operation: 'token', method: 'POST', path: '/token' }])
  })

  it('serve a listing with nothing but the fleet file’s endpoints', async () => {
    await using bench = await openGoogle({ projects: [{ project: 'shop', clusters: [] }] })
    vi.stubEnv(
      'GOOGLE_APPLICATION_CREDENTIALS',
      await writeServiceAccount(bench.folder, 'auditor@ops.iam.gserviceaccount.com'),
    )
    const discovery = createGkeDiscovery({ endpoints: bench.options.endpoints, now })
    expect(await discovery.discover({ provider: 'gke', project: 'shop' }, never)).toMatchObject({ status: 'collected' })
    expect(bench.server.requests().map(({ operation }) => operation)).toEqual(['token', 'clusters.list'])
  })

  it('of a person get one too', async () => {
    await using bench = await openGoogle({ accounts: { 'refresh-1': 'person-token' } })
    const file = join(bench.folder, 'person.json')
    const person = { type: 'authorized_user', client_id: 'c', client_secret: 's', refresh_token: 'refresh-1' }
    await writeFile(file, JSON.stringify(person))
    vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', file)
    expect(await applicationDefaultToken(bench.options.endpoints.googleToken)(never)).toBe('person-token')
  })

  it.each<[name: string, content: (folder: string) => Promise<string>]>([
    ['a file that is not there', async (folder) => join(folder, 'none.json')],
    ['a file that is no JSON', (folder) => written(folder, 'hello')],
    ['a file of no known kind', (folder) => written(folder, '{"type":"request"}')],
    [
      'an account that Google does not know',
      (folder) => writeServiceAccount(folder, 'stranger@ops.iam.gserviceaccount.com'),
    ],
  ])('fail with a remedy and no unhandled rejection for %s', async (_, content) => {
    await using bench = await openGoogle({})
    vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', await content(bench.folder))
    const discovery = createGkeDiscovery({ endpoints: bench.options.endpoints, now })
    const scope = { provider: 'gke', project: 'shop' } as const
    let outcome: unknown
    const unhandled = await unhandledRejections(async () => (outcome = await discovery.discover(scope, never)))
    expect(outcome).toMatchObject({ status: 'failed', cause: 'unauthenticated', grant: remedy })
    expect(unhandled).toEqual([])
  })

  it('fail in time when the token endpoint hangs', async () => {
    await using bench = await openGoogle({}, [{ operation: 'token', behave: { kind: 'hang' } }])
    vi.stubEnv(
      'GOOGLE_APPLICATION_CREDENTIALS',
      await writeServiceAccount(bench.folder, 'auditor@ops.iam.gserviceaccount.com'),
    )
    const supply = applicationDefaultToken(bench.options.endpoints.googleToken, 100)
    const discovery = createGkeDiscovery({ ...bench.options, auth: supply })
    const listing = await discovery.discover({ provider: 'gke', project: 'shop' }, never)
    expect(listing).toMatchObject({ cause: 'unauthenticated', grant: remedy })
  })

  it('fail in time when there are none and a metadata server hangs', async () => {
    await using bench = await openGoogle({})
    const silent = await listenOnLoopback(createServer())
    vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', '')
    vi.stubEnv('HOME', bench.folder)
    vi.stubEnv('CLOUDSDK_CONFIG', bench.folder)
    vi.stubEnv('GCE_METADATA_HOST', `127.0.0.1:${silent.port}`)
    const supply = applicationDefaultToken(undefined, 200)
    const discovery = createGkeDiscovery({ ...bench.options, auth: supply })
    const scope = { provider: 'gke', project: 'shop' } as const
    let outcome: unknown
    const unhandled = await unhandledRejections(async () => (outcome = await discovery.discover(scope, never)))
    await silent.close()
    expect(outcome).toMatchObject({ cause: 'unauthenticated', grant: remedy })
    expect(unhandled).toEqual([])
  })
})

async function written(folder: string, content: string): Promise<string> {
  const file = join(folder, 'account.json')
  await writeFile(file, content)
  return file
}
