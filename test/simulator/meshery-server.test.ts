import { startMesheryServer, type MesheryServerOptions } from '@fleet-auditor/simulator/meshery-server.ts'
import { describe, expect, it } from 'vitest'

const get = async (options: MesheryServerOptions, path: string, method = 'GET') => {
  const server = await startMesheryServer(options)
  const reply = await fetch(`${server.url}${path}`, { redirect: 'manual', method })
  const seen = { status: reply.status, body: await reply.text(), headers: reply.headers }
  await server.close()
  return seen
}

describe('Meshery Server', () => {
  const sick = { notReady: 'provider capabilities not loaded' }
  it.each<[MesheryServerOptions, string, number, string]>([
    [{}, '/healthz/live', 200, 'ok'],
    [{}, '/healthz/ready', 200, 'ok'],
    [sick, '/healthz/ready', 503, 'healthz check failed: capabilities: provider capabilities not loaded'],
    [
      {},
      '/healthz/ready?verbose=1',
      200,
      '[+]capabilities ok\n[i]extension extension package found\nhealthz check passed\n',
    ],
    [sick, '/healthz/ready?verbose=1', 503, '[-]capabilities failed: provider capabilities not loaded\n'],
  ])('%j %s', async (options, path, status, body) => {
    expect(await get(options, path)).toMatchObject({ status, body })
  })

  it('takes no HEAD for health', async () => {
    expect((await get({}, '/healthz/live', 'HEAD')).status).toBe(405)
  })

  it.each([
    [{}, { build: 'v1.0.64', release_channel: 'stable', commitsha: '0f1e2d3c' }],
    [
      { latest: 'v1.0.66' },
      { build: 'v1.0.64', latest: 'v1.0.66', outdated: true, release_channel: 'stable', commitsha: '0f1e2d3c' },
    ],
  ])('version with %j', async (options, expected) => {
    expect(JSON.parse((await get(options, '/api/system/version')).body)).toEqual(expected)
  })

  it('always lists Local among the providers', async () => {
    const listed = JSON.parse((await get({}, '/api/providers')).body) as object // keys are asserted
    expect(Object.keys(listed)).toEqual(['Local', 'cloud.meshery.io'])
  })

  it('redirects past the chooser when a provider is enforced', async () => {
    const enforced = await get({ enforced: 'cloud.meshery.io' }, '/provider')
    expect([enforced.status, enforced.headers.get('set-cookie')]).toEqual([
      302,
      'meshery-provider=cloud.meshery.io; Path=/',
    ])
    expect((await get({}, '/provider')).status).toBe(200)
  })
})
