import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { createKubeconfigConnector } from '@fleet-auditor/adapters/kubeconfig/connector.ts'
import type { KubeconfigOptions } from '@fleet-auditor/adapters/kubeconfig/options.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { Cluster } from '@fleet-auditor/model/cluster.ts'
import { describe, expect, it } from 'vitest'
import { containing } from '../matching.ts'
import { base64, folderWith, kubeconfig, never, now, pem } from './kubeconfig-bench.ts'

const dev: Cluster = {
  id: 'kubeconfig:dev',
  locator: 'api.example.test:6443',
  name: 'dev',
  provider: 'kubeconfig',
  scope: 'kubeconfig:default',
  labels: {},
}
const certificate = pem('CERTIFICATE')
const key = pem('PRIVATE KEY')
const exec = (command: string, more: object = {}) => ({
  exec: { apiVersion: 'client.authentication.k8s.io/v1', command, ...more },
})
const credential = (status: object) => `cat <<'E'\n${JSON.stringify({ kind: 'ExecCredential', status })}\nE`
const script = (...lines: readonly string[]) => ['#!/bin/sh', ...lines, ''].join('\n')

type Files = Readonly<Record<string, unknown>>
type Bench = Awaited<ReturnType<typeof folderWith>>

async function connect(files: Files, options: Partial<KubeconfigOptions> = {}) {
  await using bench = await folderWith(files)
  const given = {
    defaultFiles: [bench.path('config')],
    environment: process.env,
    terminal: true,
    allowExec: true,
    now,
    ...options,
  }
  return await createKubeconfigConnector(given).connect(dev, { provider: 'kubeconfig', contexts: [] }, never)
}

async function accessIn(bench: Bench, options: Partial<KubeconfigOptions> = {}) {
  const given = {
    defaultFiles: [bench.path('config')],
    environment: process.env,
    terminal: true,
    allowExec: true,
    now,
    ...options,
  }
  const access = await createKubeconfigConnector(given).connect(dev, { provider: 'kubeconfig', contexts: [] }, never)
  if (access.status === 'failed') throw new Error(access.detail)
  return access.value
}

/** The credentials of a context whose user is this, with files beside the kubeconfig. */
async function logIn(user: object, files: Files = {}, options: Partial<KubeconfigOptions> = {}) {
  await using bench = await folderWith({ config: kubeconfig({}, user), ...files })
  return await (await accessIn(bench, options)).credentials(never)
}

/** The state of a process as `ps` shows it; empty where there is none. */
function stateOf(pid: number): string {
  try {
    return execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).trim()
  } catch {
    return '' // ps exits with 1 where there is no such process
  }
}

describe('access by a kubeconfig context', () => {
  it.each<[string, object, object]>([
    ['a bare server', {}, { server: 'https://api.example.test:6443', insecureSkipTlsVerify: false }],
    ['a path', { server: 'https://r.test/k8s/c-1/' }, { server: 'https://r.test/k8s/c-1' }],
    ['an authority', { 'certificate-authority-data': base64(certificate) }, { caPem: certificate }],
    ['an authority’s file, beside the kubeconfig', { 'certificate-authority': 'ca/ca.pem' }, { caPem: certificate }],
    ['another name in the certificate', { 'tls-server-name': 'api.test' }, { serverName: 'api.test' }],
    ['no verification, at a terminal', { 'insecure-skip-tls-verify': true }, { insecureSkipTlsVerify: true }],
    ['a proxy, at a terminal', { 'proxy-url': 'http://proxy.test:3128' }, { proxyUrl: 'http://proxy.test:3128' }],
  ])('has what the context gives with %s', async (_, cluster, expected) => {
    const access = await connect({ config: kubeconfig(cluster), 'ca/ca.pem': certificate })
    expect(access).toMatchObject({ status: 'collected', at: now(), value: expected })
  })

  it.each<[string, object, Partial<KubeconfigOptions>, string]>([
    [
      'an authority’s file that is missing',
      { 'certificate-authority': 'gone.pem' },
      {},
      'gone.pem is not there (ENOENT)',
    ],
    ['an authority that is no PEM', { 'certificate-authority-data': base64('garbage') }, {}, 'holds no PEM'],
    [
      'no verification, without a terminal',
      { 'insecure-skip-tls-verify': true },
      { terminal: false },
      'insecure-skip-tls-verify',
    ],
    ['a proxy, without a terminal', { 'proxy-url': 'http://me:s3cret@proxy.test' }, { terminal: false }, 'proxy-url'],
    ['a proxy that is none', { 'proxy-url': 'proxy.test:3128' }, {}, 'proxy-url'],
    ['a server without TLS', { server: 'http://api.test' }, {}, 'not https'],
  ])('is refused with %s', async (_, cluster, options, detail) => {
    const access = await connect({ config: kubeconfig(cluster) }, options)
    expect(access).toMatchObject({
      status: 'failed',
      cause: 'malformed',
      detail: containing(detail),
      grant: { kind: 'action' },
    })
    expect(JSON.stringify(access)).not.toContain('s3cret')
  })

  it.each([
    ['certificate-authority', 'a FIFO', 'fifo', 'is not a regular file'],
    ['certificate-authority', 'a device', '/dev/zero', 'is not a regular file'],
    ['certificate-authority', 'a folder', '.', 'is a folder'],
    ['certificate-authority', 'a file of 2 MB', 'large', 'is larger than such a file may be'],
  ])('is refused with a %s that is %s', async (key, _, file, detail) => {
    await using bench = await folderWith({ config: kubeconfig({ [key]: file }), large: 'x'.repeat(2 * 2 ** 20) })
    execFileSync('mkfifo', [bench.path('fifo')])
    await expect(accessIn(bench)).rejects.toThrow(detail)
  })

  it.each([
    ['tokenFile', { tokenFile: 'fifo' }],
    ['client-key', { 'client-certificate': 'me.pem', 'client-key': 'fifo' }],
    ['tokenFile', { tokenFile: '/dev/zero' }],
  ])('cannot be had from a %s that is no regular file', async (key, user) => {
    await using bench = await folderWith({ config: kubeconfig({}, user), 'me.pem': certificate })
    execFileSync('mkfifo', [bench.path('fifo')])
    const wanted = (await accessIn(bench)).credentials(never)
    await expect(wanted).rejects.toMatchObject({ message: containing(key), details: { remedy: containing('1 MB') } })
    await expect(wanted).rejects.toMatchObject({ message: containing('is not a regular file') })
  })

  it('does not quote a token that stands where its file should be named', async () => {
    const token = 'wJalrXUtnFEMI7K7MDENG8bPxRfiCYEXAMPLEKEY'
    const wanted = logIn({ tokenFile: token })
    await expect(wanted).rejects.toMatchObject({ message: containing('[redacted] is not there (ENOENT)') })
  })

  it('is refused when the context went away since the listing', async () => {
    const access = await connect({ config: kubeconfig({}, undefined, { contexts: [] }) })
    expect(access).toMatchObject({ cause: 'unreachable', detail: containing('no longer has this context') })
  })
})

describe('credentials of a kubeconfig context', () => {
  it.each<[string, object, object]>([
    ['a token', { token: 't1' }, { authorization: 'Bearer t1' }],
    ['a token’s file, before the token', { token: 't1', tokenFile: 'token' }, { authorization: 'Bearer t2' }],
    ['name and password', { username: 'me', password: 'pw' }, { authorization: `Basic ${base64('me:pw')}` }],
    [
      'an id token',
      { 'auth-provider': { name: 'oidc', config: { 'id-token': 't3' } } },
      { authorization: 'Bearer t3' },
    ],
    [
      'a client certificate',
      { 'client-certificate-data': base64(certificate), 'client-key-data': base64(key) },
      { clientCertificate: { certPem: certificate, keyPem: key } },
    ],
    [
      'a client certificate in files',
      { 'client-certificate': 'me.pem', 'client-key': 'me.key' },
      { clientCertificate: { certPem: certificate, keyPem: key } },
    ],
    ['nothing', {}, {}],
  ])('are %s', async (_, user, expected) => {
    expect(await logIn(user, { token: 't2\n', 'me.pem': certificate, 'me.key': key })).toEqual(expected)
  })

  it('of a token’s file are read again, for tokens are rotated', async () => {
    await using bench = await folderWith({ config: kubeconfig({}, { tokenFile: 'token' }), token: 'old' })
    const access = await accessIn(bench)
    await writeFile(bench.path('token'), 'new')
    expect(await access.credentials(never)).toEqual({ authorization: 'Bearer new' })
  })

  it.each<[string, object, string]>([
    ['a token’s file that is missing', { tokenFile: 'gone' }, 'gone is not there (ENOENT)'],
    ['a token that breaks the line', { token: 's3cret\nx' }, 'characters that no token has'],
    ['a certificate without its key', { 'client-certificate-data': base64(certificate) }, 'not both'],
    [
      'a key’s file that is missing',
      { 'client-certificate': 'me.pem', 'client-key': 'gone.key' },
      'gone.key is not there (ENOENT)',
    ],
    ['an impersonation', { token: 's3cret', as: 'admin' }, 'impersonates'],
    ['an impersonation of groups', { token: 's3cret', 'as-groups': ['system:masters'] }, 'impersonates'],
    ['a provider of old', { 'auth-provider': { name: 'gcp', config: { 'cmd-path': 'sh' } } }, 'auth-provider gcp'],
    ['an id token that is missing', { 'auth-provider': { name: 'oidc' } }, 'auth-provider oidc'],
  ])('cannot be had from %s', async (_, user, message) => {
    const wanted = logIn(user, { 'me.pem': certificate })
    await expect(wanted).rejects.toMatchObject({
      code: 'collect',
      message: containing(message),
      details: { reason: 'unauthenticated', grant: { kind: 'action' } },
    })
    await expect(wanted).rejects.not.toMatchObject({ message: containing('s3cret') })
  })

  it('cannot be had from a user that is not there', async () => {
    const config = kubeconfig({}, { token: 't' }, { users: [] })
    await expect(logIn({}, { config })).rejects.toMatchObject({ message: containing('no user "me"') })
  })
})

describe('an exec plugin of a kubeconfig', () => {
  it('gives a token', async () => {
    const plugin = script(credential({ token: 't1' }))
    expect(await logIn(exec('./login'), { login: plugin })).toEqual({ authorization: 'Bearer t1' })
  })

  it('gives a client certificate', async () => {
    const plugin = script(credential({ clientCertificateData: certificate, clientKeyData: key }))
    expect(await logIn(exec('./login'), { login: plugin })).toEqual({
      clientCertificate: { certPem: certificate, keyPem: key },
    })
  })

  it.each<[string, object, object]>([
    ['no person is there to answer', {}, { interactive: false }],
    [
      'which cluster it is for, where it asks',
      { provideClusterInfo: true },
      { interactive: false, cluster: { server: 'https://api.example.test:6443', 'insecure-skip-tls-verify': false } },
    ],
  ])('gets arguments, environment, and the information that %s', async (_, more, spec) => {
    const plugin = script(
      'printf %s "$KUBERNETES_EXEC_INFO" > "$(dirname "$0")/info"',
      'printf \'{"status":{"token":"%s-%s"}}\' "$1" "$WHO"',
    )
    const user = exec('./login', { args: ['a1'], env: [{ name: 'WHO', value: 'me' }], ...more })
    await using bench = await folderWith({ config: kubeconfig({}, user), login: plugin })
    expect(await (await accessIn(bench)).credentials(never)).toEqual({ authorization: 'Bearer a1-me' })
    expect(JSON.parse(await readFile(bench.path('info'), 'utf8'))).toEqual({
      apiVersion: 'client.authentication.k8s.io/v1',
      kind: 'ExecCredential',
      spec,
    })
  })

  it('runs again each time, for the last token may have been refused', async () => {
    await using bench = await folderWith({
      config: kubeconfig({}, exec('./login')),
      login: script(
        'echo x >> "$(dirname "$0")/runs"',
        credential({ token: 't', expirationTimestamp: '2999-01-01T00:00:00Z' }),
      ),
    })
    const access = await accessIn(bench)
    await access.credentials(never)
    await access.credentials(never)
    expect(await readFile(bench.path('runs'), 'utf8')).toBe('x\nx\n')
  })

  it('does not run beside a token', async () => {
    expect(await logIn({ token: 't1', ...exec('./gone') })).toEqual({ authorization: 'Bearer t1' })
  })

  const secret = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJtZSJ9.c2lnbmF0dXJl'
  it.each<[string, object, string, Partial<KubeconfigOptions>, string, string]>([
    [
      'that is missing',
      exec('no-such-plugin', { installHint: 'brew install it' }),
      '',
      {},
      'no-such-plugin cannot be started (ENOENT)',
      'brew install it',
    ],
    ['that may not be executed', exec('./plain'), '', {}, './plain cannot be started (EACCES)', 'install it'],
    [
      'that fails',
      exec('./login'),
      script('echo >&2', 'echo "session expired" >&2', 'echo more >&2', 'exit 1'),
      {},
      'exec plugin ./login: session expired',
      'by hand',
    ],
    ['that fails without a word', exec('./login'), script('exit 3'), {}, 'without a word', 'by hand'],
    [
      'that lets a token slip as it fails',
      exec('./login'),
      script(`echo "bad ${secret}" >&2`, 'exit 1'),
      {},
      'bad [redacted]',
      'by hand',
    ],
    [
      'that tells its own secrets as it fails',
      exec('./login', { env: [{ name: 'IDP_SECRET', value: 'CNRY-from-env' }] }),
      script(
        credential({ token: 'CNRY-from-stdout' }),
        'echo "$IDP_SECRET, CNRY-from-stdout and password=CNRY are wrong" >&2',
        'exit 1',
      ),
      {},
      'login: [redacted], [redacted] and password=[redacted] are wrong',
      'by hand',
    ],
    ['whose output does not end', exec('./login'), script('exec yes CNRY'), {}, 'its output does not end', 'by hand'],
    ['that prints no JSON', exec('./login'), script(`echo "token: ${secret}"`), {}, 'not an ExecCredential', 'by hand'],
    ['that prints JSON of another kind', exec('./login'), script('echo "[]"'), {}, 'not an ExecCredential', 'by hand'],
    ['that prints null', exec('./login'), script('echo null'), {}, 'neither a token', 'by hand'],
    ['that gives nothing', exec('./login'), script(credential({})), {}, 'neither a token', 'by hand'],
    [
      'that gives a token that breaks the line',
      exec('./login'),
      script(credential({ token: `${secret}\r\nX: y` })),
      {},
      'characters that no token has',
      'log in',
    ],
    [
      'away from a terminal',
      exec('./login'),
      script(credential({ token: 't' })),
      { allowExec: false },
      'from a terminal only',
      'a token',
    ],
  ])('%s is refused with its remedy', async (_, user, login, options, message, remedy) => {
    const wanted = logIn(user, { login, plain: 'no program' }, options)
    await expect(wanted).rejects.toMatchObject({
      code: 'collect',
      message: containing(message),
      details: { reason: 'unauthenticated', remedy: containing(remedy) },
    })
    await expect(wanted).rejects.not.toMatchObject({ message: containing(secret) })
    await expect(wanted).rejects.not.toMatchObject({ message: containing('CNRY') })
  })

  it.each([
    ['ends well', credential({ token: 't1' }), { authorization: 'Bearer t1' }],
    ['never ends itself', 'wait', undefined],
  ])('that %s leaves no child behind, though the child has its pipes', async (_, last, given) => {
    const login = script('sleep 321 &', 'echo $! > "$(dirname "$0")/child"', last)
    await using bench = await folderWith({ config: kubeconfig({}, exec('./login')), login })
    const wanted = (await accessIn(bench, { execTimeoutMs: 1500 })).credentials(never)
    if (given) expect(await wanted).toEqual(given)
    else await expect(wanted).rejects.toMatchObject({ details: { reason: 'timeout' } })
    const child = Number(await readFile(bench.path('child'), 'utf8'))
    await expect.poll(() => stateOf(child)).toMatch(/^(Z|$)/)
  })

  it('that never ends is ended', async () => {
    const wanted = logIn(exec('./login'), { login: script('exec sleep 60') }, { execTimeoutMs: 200 })
    await expect(wanted).rejects.toMatchObject({ message: containing('within 200 ms'), details: { reason: 'timeout' } })
  })

  it('is ended by Ctrl-C', async () => {
    const login = script('touch "$(dirname "$0")/started"', 'exec sleep 60')
    await using bench = await folderWith({ config: kubeconfig({}, exec('./login')), login })
    const abort = new AbortController()
    const wanted = (await accessIn(bench)).credentials(abort.signal)
    const refused = expect(wanted).rejects.toMatchObject({ code: 'collect', details: { reason: 'cancelled' } })
    await expect.poll(() => existsSync(bench.path('started'))).toBe(true)
    abort.abort(new AuditorError('cancelled', 'cancelled'))
    await refused
  })
})
