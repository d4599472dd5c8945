import { chmod, readFile, stat, writeFile } from 'node:fs/promises'
import { AuditDocument } from '@fleet-auditor/model/audit-document.ts'
import type { RunningKubernetes } from '@fleet-auditor/simulator/kubernetes/start-kubernetes.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { homeFolder, type HomeFolder } from '../setup/home-folder.ts'
import { runProgram } from '../setup/run-program.ts'
import { careless, contextOf, kubeconfigOf, startCluster } from '../setup/simulated-cluster.ts'

let inside: HomeFolder
let outside: HomeFolder
let servers: RunningKubernetes[]
let fleet: string
let publicKey: string

const collect = (...flags: readonly string[]) =>
  runProgram(
    ['collect', '--fleet', fleet, '--key', inside.path('key.pem'), '--key-id', 'edge', '--output', file(), ...flags],
    inside.home,
  )
const file = (): string => inside.path('edge.json')
const ingest = (...flags: readonly string[]) =>
  runProgram(['ingest', file(), '--fleet', fleet, '--format', 'json', ...flags], outside.home)
const documentIn = (stdout: string): AuditDocument => AuditDocument.parse(JSON.parse(stdout))

beforeAll(async () => {
  servers = await Promise.all(['one', 'two'].map((name) => startCluster(careless(`uid-${name}`))))
  const [one, two] = servers
  if (!one || !two) throw new Error('two were started')
  inside = await homeFolder(kubeconfigOf({ one: contextOf(one), two: contextOf(two) }))
  outside = await homeFolder()
  const made = await runProgram(['collect', '--new-key', inside.path('key.pem')], inside.home)
  publicKey = /publicKey: (\S+)/.exec(made.stdout)?.[1] ?? ''
  const sources = `sources: {kubeconfig: [{file: ${inside.path('.kube/config')}, contexts: ["*"]}]}`
  fleet = await inside.write('fleet.yaml', `${sources}\ncollectors: [{id: edge, publicKey: ${publicKey}}]\n`)
})
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()))
  await inside[Symbol.asyncDispose]()
  await outside[Symbol.asyncDispose]()
})

describe('collect inside and ingest outside', () => {
  it('write a private key that others may not read', async () => {
    expect(publicKey).toMatch(/^[A-Za-z0-9+/]{43}=$/)
    expect((await stat(inside.path('key.pem'))).mode & 0o777).toBe(0o600)
  })

  it('find what an audit on the spot finds', async () => {
    const { code, stderr } = await collect()
    expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringContaining('2 clusters collected') })
    const ingested = await ingest()
    const seen = documentIn(ingested.stdout)
    expect(seen.run).toMatchObject({ partial: true, state: 'complete', counts: { clusters: 2, audited: 2 } })
    const there = await runProgram(['audit', '--fleet', fleet, '--format', 'json'], inside.home)
    const bare = ({ findings }: AuditDocument) =>
      findings.map(({ cluster, check, severity, subject }) => ({ cluster, check, severity, subject }))
    expect(bare(seen).length).toBeGreaterThan(3)
    expect(bare(seen)).toEqual(bare(documentIn(there.stdout)))
  })

  it('ask no cluster when ingesting', async () => {
    const before = servers.map((server) => server.requests().length)
    await ingest()
    expect(servers.map((server) => server.requests().length)).toEqual(before)
  })

  it('change nothing when the same file comes twice', async () => {
    const { run, changes } = documentIn((await ingest()).stdout)
    expect(run.counts).toMatchObject({ opened: 0, resolved: 0 })
    expect(changes.filter(({ kind }) => kind !== 'unchanged')).toEqual([])
  })

  it('refuse a file that was changed, and store nothing', async () => {
    const text = await readFile(file(), 'utf8')
    await writeFile(file(), text.replace('uid-one', 'uid-six'))
    const { code, stdout, stderr } = await ingest()
    await writeFile(file(), text)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('the signature is not that of its key')
  })

  it('refuse a key that others may read, and print the remedy', async () => {
    const open = await inside.write('open.pem', await readFile(inside.path('key.pem'), 'utf8'))
    await chmod(open, 0o644)
    const { code, stderr } = await collect('--key', open)
    expect(code).toBe(2)
    expect(stderr).toContain(`chmod 600 ${open}`)
  })

  it.each([
    { name: 'collect without a key', flags: ['collect', '--output', 'x'], message: 'collect needs --key, --key-id' },
    {
      name: 'ingest without its files',
      flags: ['ingest', '/nowhere/x.json', '--fleet', 'fleet.yaml'],
      message: 'fleet.yaml',
    },
    {
      name: 'a --max-age that is not a duration',
      flags: ['ingest', 'x', '--fleet', 'y', '--max-age', 'soon'],
      message: '--max-age',
    },
  ])('refuse $name', async ({ flags, message }) => {
    const { code, stderr } = await runProgram(flags, outside.home)
    expect(code).toBe(2)
    expect(stderr).toContain(message)
  })

  it('name a cluster that could not be read, and end with 3', async () => {
    const [, two] = servers
    await two?.close()
    const { code, stderr } = await collect('--cluster-deadline', '3s')
    expect(code).toBe(3)
    expect(stderr).toMatch(/1 cluster collected[^]*✗ kubeconfig:two: unreachable/)
    expect(documentIn((await ingest()).stdout).clusters.map(({ id }) => id)).toEqual(['kubeconfig:one'])
  })
})
