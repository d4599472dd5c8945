import type { CloudFault } from '@fleet-auditor/simulator/clouds/cloud-fault.ts'
import { gkeCluster, type GoogleProject } from '@fleet-auditor/simulator/clouds/google/google-state.ts'
import { startGoogle } from '@fleet-auditor/simulator/clouds/google/google.ts'
import { afterEach, describe, expect, it } from 'vitest'

const accounts = { 'a@b.iam.gserviceaccount.com': 'token-1', 'refresh-1': 'token-2' }
const cluster = gkeCluster({
  name: 'web',
  location: 'europe-west1',
  id: '1',
  caPem: 'PEM',
  publicIp: '203.0.113.7',
  channel: 'EXTENDED',
})
const list = '/v1/projects/shop/locations/-/clusters'
const closing: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function start(project: Partial<GoogleProject> = {}, faults: readonly CloudFault[] = []) {
  const google = await startGoogle(
    { projects: [{ project: 'shop', clusters: [cluster], ...project }], accounts },
    { faults },
  )
  closing.push(() => google.close())
  const ask = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`${google.url}${path}`, { headers: { authorization: 'Bearer token-1' }, ...init })
    return { status: response.status, body: await response.json() }
  }
  return { google, ask }
}

const word = (status: string, reason?: string) => ({
  error: { status, ...(reason ? { details: [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason }] } : {}) },
})

describe('the GKE API', () => {
  it('lists with enums as words, and as numbers when asked so', async () => {
    const { ask } = await start()
    const words = { clusters: [{ name: 'web', status: 'RUNNING', releaseChannel: { channel: 'EXTENDED' } }] }
    expect(await ask(list)).toMatchObject({ status: 200, body: words })
    const numbers = { clusters: [{ name: 'web', status: 2, releaseChannel: { channel: 4 } }] }
    expect(await ask(`${list}?$alt=json%3Benum-encoding=int`)).toMatchObject({ status: 200, body: numbers })
  })

  it('leaves an empty list out', async () => {
    const { ask } = await start({ clusters: [] })
    expect(await ask(list)).toEqual({ status: 200, body: {} })
  })

  it('gives one cluster with its self link', async () => {
    const { ask } = await start()
    expect(await ask('/v1/projects/shop/locations/europe-west1/clusters/web')).toMatchObject({
      body: { selfLink: 'https://container.googleapis.com/v1/projects/shop/locations/europe-west1/clusters/web' },
    })
  })

  it.each<[name: string, project: Partial<GoogleProject>, path: string, status: number, body: object]>([
    [
      'zones that did not answer',
      { missingZones: ['europe-west4-a'] },
      list,
      200,
      { missingZones: ['europe-west4-a'] },
    ],
    ['an API that is off', { apiOff: true }, list, 403, word('PERMISSION_DENIED', 'SERVICE_DISABLED')],
    ['a missing permission', { denied: true }, list, 403, word('PERMISSION_DENIED')],
    ['an unknown project', {}, '/v1/projects/other/locations/-/clusters', 403, word('PERMISSION_DENIED')],
    ['an unknown cluster', {}, '/v1/projects/shop/locations/europe-west1/clusters/none', 404, word('NOT_FOUND')],
    ['an unknown path', {}, '/v2/anything', 404, word('NOT_FOUND')],
  ])('answers %s as Google does', async (_, project, path, status, body) => {
    const { ask } = await start(project)
    expect(await ask(path)).toMatchObject({ status, body })
  })

  it('refuses a token that no account yields', async () => {
    const { ask } = await start()
    const headers = { authorization: 'Bearer stranger' }
    expect(await ask(list, { headers })).toMatchObject({ status: 401, body: word('UNAUTHENTICATED') })
    expect(await ask(list, { headers: {} })).toMatchObject({ status: 401 })
  })

  it('serves another state after a replacement', async () => {
    const { google, ask } = await start()
    google.replace({ projects: [{ project: 'shop', clusters: [] }], accounts })
    expect(await ask(list)).toEqual({ status: 200, body: {} })
  })

  it('applies a fault as often as declared, to its operation only', async () => {
    const behave = { kind: 'status', status: 503, body: '{}' } as const
    const { ask } = await start({}, [{ operation: 'clusters.list', behave, times: 1 }])
    expect(await ask('/v1/projects/shop/locations/europe-west1/clusters/web')).toMatchObject({ status: 200 })
    expect(await ask(list)).toMatchObject({ status: 503 })
    expect(await ask(list)).toMatchObject({ status: 200 })
  })
})

describe('the token endpoint', () => {
  const email = 'https://www.googleapis.com/auth/cloud-platform https://www.googleapis.com/auth/userinfo.email'
  const jwt = (iss: string, scope = email) =>
    `e30.${Buffer.from(JSON.stringify({ iss, scope })).toString('base64url')}.c2ln`

  it.each([
    ['a service account’s assertion', { assertion: jwt('a@b.iam.gserviceaccount.com') }, { access_token: 'token-1' }],
    [
      'one without the scope of the e-mail, with another token,',
      { assertion: jwt('a@b.iam.gserviceaccount.com', 'https://www.googleapis.com/auth/cloud-platform') },
      { access_token: 'token-1.by-unique-id' },
    ],
    ['a refresh token', { refresh_token: 'refresh-1' }, { access_token: 'token-2' }],
    ['an unknown account', { assertion: jwt('stranger') }, { error: 'invalid_grant' }],
    ['no grant at all', {}, { error: 'invalid_grant' }],
    ['an assertion that is none', { assertion: 'nonsense' }, { error: 'invalid_grant' }],
  ])('answers %s', async (_, form, body) => {
    const { ask } = await start()
    const answer = await ask('/token', { method: 'POST', body: new URLSearchParams(form) })
    expect(answer).toMatchObject({ status: 'error' in body ? 400 : 200, body })
  })
})
