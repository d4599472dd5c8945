import { AuditDocument } from '@fleet-auditor/model/audit-document.ts'
import { createAuthority } from '@fleet-auditor/simulator/certificates.ts'
import type { Misbehaviour } from '@fleet-auditor/simulator/kubernetes/fault.ts'
import type { RunningKubernetes } from '@fleet-auditor/simulator/kubernetes/start-kubernetes.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { homeFolder, type HomeFolder } from '../setup/home-folder.ts'
import type { Ended } from '../setup/run-cli.ts'
import { runProgram } from '../setup/run-program.ts'
import { careless, contextOf, kubeconfigOf, startCluster, type Context } from '../setup/simulated-cluster.ts'

const sessionToken = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJtZSJ9.c2lnbmF0dXJlb2ZhdG9rZW4'
const base64 = (text: string): string => Buffer.from(text).toString('base64')
const plugin = (command: string, more: object = {}): Partial<Context> => ({
  user: { exec: { apiVersion: 'client.authentication.k8s.io/v1', command, ...more } },
})

/** Each is a cluster of its own, for two contexts of one API server are one cluster. */
const logins: Readonly<Record<string, Partial<Context>>> = {
  expired: { user: { token: 'expired-s3cret' } },
  anonymous: { user: {} },
  'no-pem': { cluster: { 'certificate-authority-data': base64('garbage') } },
  'wrong-ca': { cluster: { 'certificate-authority-data': base64((await createAuthority('another')).caPem) } },
  'no-plugin': plugin('no-such-plugin', { installHint: 'brew install it' }),
  'failing-plugin': plugin('./login'),
}

const answers: Readonly<Record<string, Misbehaviour>> = {
  html: { kind: 'garbage' },
  truncated: { kind: 'truncated' },
  endless: { kind: 'huge', bytes: 1e9 },
  redirected: { kind: 'redirect', to: 'https://elsewhere.test/?token=s3cret' },
  circling: { kind: 'endless-continue' },
  hanging: { kind: 'hang' },
  dropping: { kind: 'reset' },
}

/** A server that answers `/version` is reached; one that breaks connections should not, whichever request comes first. */
const pathsOf = ({ kind }: Misbehaviour): RegExp => (kind === 'reset' ? /^/ : /^\/(api|apis)\//)

let home: HomeFolder
let servers: RunningKubernetes[]
let ended: Ended
let document: AuditDocument

beforeAll(async () => {
  const start = async (name: string, behave?: Misbehaviour): Promise<RunningKubernetes> =>
    startCluster(careless(`uid-${name}`), behave ? { faults: [{ match: { path: pathsOf(behave) }, behave }] } : {})
  const contexts: Record<string, Context> = {}
  servers = []
  for (const name of ['good', ...Object.keys(logins), ...Object.keys(answers)]) {
    const server = await start(name, answers[name])
    servers.push(server)
    contexts[name] = contextOf(server, logins[name])
  }
  contexts['refused'] = { cluster: { server: 'https://127.0.0.1:1' }, user: {} }
  contexts['nameless'] = { cluster: { server: 'https://no-such-host.invalid' }, user: {} }
  home = await homeFolder(kubeconfigOf(contexts))
  await home.write(
    '.kube/login',
    `#!/bin/sh\necho "session of ${sessionToken} expired" >&2\necho more >&2\nexit 1\n`,
    0o700,
  )
  const flags = ['--context', '*', '--format', 'json', '--fail-on', 'never', '--cluster-deadline', '4s']
  ended = await runProgram(['audit', ...flags], home.home)
  document = AuditDocument.parse(JSON.parse(ended.stdout))
})
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()))
  await home[Symbol.asyncDispose]()
})

const rowOf = (name: string) => document.run.ledger.find(({ id }) => id.startsWith(`kubeconfig:${name}@`))
const verdictsOf = (name: string) =>
  document.verdicts.filter(({ cluster }) => cluster.startsWith(`kubeconfig:${name}@`))

describe('clusters of which some are broken', () => {
  it('end with 3, though nothing is to fail on', () => {
    expect(ended.code, ended.stderr).toBe(3)
  })

  it('let the others be audited', () => {
    expect(rowOf('good')).toEqual({
      id: expect.stringMatching(/^kubeconfig:good@127\.0\.0\.1:\d+$/),
      kind: 'cluster',
      outcome: 'audited',
    })
    expect(verdictsOf('good').filter(({ verdict }) => verdict === 'fail')).toHaveLength(11)
    expect(document.run).toMatchObject({ partial: true, counts: { audited: 1 } })
  })

  it.each<[name: string, outcome: string, cause: string, detail: string, settledBy?: string]>([
    ['expired', 'unreachable', 'unauthenticated', 'answered 401', 'renew the login'],
    ['anonymous', 'unreachable', 'unauthenticated', 'answered 401', 'renew the login'],
    ['no-pem', 'unreachable', 'malformed', 'certificate-authority of the kubeconfig holds no PEM', 'put a PEM into'],
    ['wrong-ca', 'unreachable', 'unreachable', 'certificate'],
    ['no-plugin', 'unreachable', 'unauthenticated', 'exec plugin no-such-plugin cannot be started', 'brew install it'],
    [
      'failing-plugin',
      'unreachable',
      'unauthenticated',
      'exec plugin ./login: session of [redacted] expired',
      'by hand',
    ],
    ['refused', 'unreachable', 'unreachable', 'the connection was refused'],
    ['nameless', 'unreachable', 'unreachable', 'the host name does not resolve'],
    ['dropping', 'unreachable', 'unreachable', 'the connection was cut'],
    ['html', 'partial', 'malformed', 'answered 200 with something that is not JSON'],
    ['truncated', 'partial', 'malformed', 'not JSON'],
    ['redirected', 'partial', 'malformed', 'a redirect to https://elsewhere.test/'],
    ['circling', 'partial', 'malformed', 'names the same next page twice'],
    ['hanging', 'partial', 'timeout', 'its time ran out'],
  ])('%s: %s, %s', (name, outcome, cause, detail, settledBy) => {
    expect(rowOf(name)).toMatchObject({ outcome, cause, detail: expect.stringContaining(detail) as string })
    const verdicts = verdictsOf(name)
    expect(verdicts.filter(({ verdict }) => verdict === 'pass').map(({ check }) => check)).toEqual(
      outcome === 'partial' ? ['unreachable-cluster'] : [],
    )
    const unknown = verdicts.find(({ check }) => check === 'missing-operator')
    expect(unknown).toMatchObject({ verdict: 'unknown', cause })
    if (settledBy) expect(JSON.stringify(unknown)).toContain(settledBy)
  })

  it('endless: cut off by its size or by the cluster’s time, whichever comes first, and never read to the end', () => {
    const row = rowOf('endless')
    expect(row).toMatchObject({ outcome: 'partial' })
    expect(['timeout', 'too-large']).toContain(row?.cause)
    expect(verdictsOf('endless').filter(({ verdict }) => verdict === 'pass')).toHaveLength(1)
  })

  it('print no secret and no stack', () => {
    expect(ended.stdout + ended.stderr).not.toMatch(/s3cret|eyJ/)
    expect(ended.stderr).not.toMatch(/ {4}at |internal error/)
  })

  it('are listed by doctor, which ends with 3', async () => {
    const names = ['good', 'expired', 'failing-plugin', 'html'].flatMap((name) => ['--context', name])
    const { code, stdout } = await runProgram(['doctor', ...names], home.home)
    expect(code).toBe(3)
    expect(stdout).toContain('1 of 4 clusters can be read in full')
    for (const part of ['answered 401', 'session of [redacted] expired', 'not JSON']) expect(stdout).toContain(part)
    expect(stdout).not.toMatch(/s3cret|eyJ/)
  })

  it('are in the ledger of the stored run', async () => {
    const { code, stdout } = await runProgram(['runs', '--run', document.run.id], home.home)
    expect(code).toBe(0)
    expect(stdout).toMatch(/^hanging \(127\.0\.0\.1:\d+\) +partial +timeout/m)
    expect(stdout).toMatch(/^good \(127\.0\.0\.1:\d+\) +audited$/m)
  })

  it('are evaluated alike when the run is replayed', async () => {
    const { code, stdout } = await runProgram(['replay'], home.home)
    expect(code).toBe(0)
    expect(stdout).toMatch(/^16 clusters evaluated again, \d+ verdicts, no change$/m)
  })
})
