import { readFile, readdir, writeFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import { AuditDocument } from '@fleet-auditor/model/audit-document.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { homeFolder, type HomeFolder } from '../../cli/setup/home-folder.ts'
import { runCli, type Ended } from '../../cli/setup/run-cli.ts'
import { careless, contextOf, kubeconfigOf, startCluster } from '../../cli/setup/simulated-cluster.ts'
import { json, mesheryDeployment, pour, startHostile, type Hostile } from './hostile-server.ts'

const MB = 2 ** 20
const block = Buffer.alloc(64 * 1024, 'x')

/** The same piece, for ever or this often, between a beginning and nothing. */
function* repeated(begin: string, piece: string | Buffer, times = Infinity): Generator<string | Buffer> {
  yield begin
  for (let sent = 0; sent < times; sent += 1) yield piece
}

const isList = (url: string | undefined): boolean => /\?(.*&)?limit=/.test(url ?? '')
const bomb = gzipSync(Buffer.concat(Array.from({ length: 64 }, () => Buffer.alloc(MB, ' '))))

/** What each does to the memory of who reads it. All are endless or larger than the heap once they are parsed. */
const attacks: Readonly<Record<string, Hostile>> = {
  'endless-body': ({ url }, response) => {
    if (!isList(url)) return false
    response.writeHead(200, { 'content-type': 'application/json' })
    pour(response, repeated('{"kind":"DeploymentList","items":["', block))
    return true
  },
  'deep-json': ({ url }, response) => {
    if (!isList(url)) return false
    pour(response, repeated('{"kind":"DeploymentList","items":', '['.repeat(65_536), 15 * 16))
    return true
  },
  'wide-json': ({ url }, response) => {
    if (!isList(url)) return false
    pour(response, repeated('{"kind":"DeploymentList","items":[', '{},'.repeat(21_845), 15 * 16))
    return true
  },
  'endless-pages': ({ url }, response) => {
    // Rights are read only where there is something of Meshery.
    if (url?.includes('/deployments')) {
      json(response, { kind: 'DeploymentList', metadata: {}, items: [mesheryDeployment('a', [{ name: 'c' }])] })
      return true
    }
    if (!url?.includes('/rolebindings')) return false
    const item = (at: number) => ({
      metadata: { name: `b${at}`, namespace: `n${at}` },
      roleRef: { kind: 'ClusterRole', name: 'view' },
      subjects: [{ kind: 'Group', name: 'system:authenticated' }],
    })
    const items = Array.from({ length: 500 }, (_, at) => item(at))
    json(response, { kind: 'RoleBindingList', metadata: { continue: String(Math.random()) }, items })
    return true
  },
  'gzip-bomb': ({ url }, response) => {
    if (!isList(url)) return false
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(bomb)
    return true
  },
  'many-containers': ({ url }, response) => {
    if (!url?.includes('/deployments')) return false
    const containers = Array.from({ length: 12_000 }, (_, at) => ({ name: `c${at}`, image: `registry.test/i${at}` }))
    containers.unshift({ name: 'meshery', image: 'registry.test/meshery' })
    const items = ['a', 'b', 'c'].map((name) => mesheryDeployment(name, containers))
    json(response, { kind: 'DeploymentList', metadata: {}, items })
    return true
  },
}

let home: HomeFolder
let ended: Ended
let document: AuditDocument
let peak: number
const closing: (() => Promise<void>)[] = []

beforeAll(async () => {
  const good = await startCluster(careless('uid-good'))
  closing.push(() => good.close())
  const contexts: Record<string, ReturnType<typeof contextOf>> = { good: contextOf(good) }
  for (const [name, hostile] of Object.entries(attacks)) {
    const server = await startHostile(`uid-${name}`, hostile)
    closing.push(() => server.close())
    const cluster = { server: server.url, 'certificate-authority-data': Buffer.from(server.caPem).toString('base64') }
    contexts[name] = { cluster, user: { token: 'token-of-the-auditor' } }
  }
  home = await homeFolder(kubeconfigOf(contexts))
  const words = ['audit', '--context', '*', '--format', 'json', '--fail-on', 'never', '--cluster-deadline', '60s']
  ended = await runCli(words, { home: home.home, env: await measured(home), seconds: 110 })
  peak = await peakOf(home)
  document = AuditDocument.parse(JSON.parse(ended.stdout))
})
afterAll(async () => {
  for (const close of closing) await close()
  await home[Symbol.asyncDispose]()
})

/** The heap that a machine of 2 GB gives, and a note of the largest resident set, in kilobytes, as each process exits. */
async function measured(folder: HomeFolder): Promise<Record<string, string>> {
  const note = "import fs from 'node:fs'\nconst file = `${process.env.PEAK_FILES}/peak-${process.pid}`\n"
  const code = `${note}process.on('exit', () => fs.writeFileSync(file, String(process.resourceUsage().maxRSS)))\n`
  const preload = folder.path('peak.mjs')
  await writeFile(preload, code)
  return { PEAK_FILES: folder.home, NODE_OPTIONS: `--max-old-space-size=1024 --import ${preload}` }
}

async function peakOf(folder: HomeFolder): Promise<number> {
  const files = (await readdir(folder.home)).filter((name) => name.startsWith('peak-'))
  const peaks = await Promise.all(files.map(async (name) => Number(await readFile(folder.path(name), 'utf8'))))
  return peaks.reduce((most, one) => Math.max(most, one), 0) / 1024
}

const rowOf = (name: string) => document.run.ledger.find(({ id }) => id.startsWith(`kubeconfig:${name}@`))

describe('six hostile clusters beside a good one, in a heap of 1 GB', () => {
  it('let the good one be audited', () => {
    expect(rowOf('good'), ended.stderr).toMatchObject({ outcome: 'audited' })
  })

  it('take at most 700 MB of memory', () => {
    process.stdout.write(`peak of six hostile clusters and a good one: ${Math.round(peak)} MB\n`)
    expect(peak).toBeGreaterThan(50)
    expect(peak).toBeLessThan(700)
  })

  // On a busy machine an endless answer may run out of time before it is too large.
  it.each([
    ['endless-body', ['too-large', 'timeout']],
    // The first bytes of these two end them, however busy the machine is.
    ['deep-json', ['malformed']],
    ['wide-json', ['too-large']],
    ['gzip-bomb', ['malformed']],
    ['many-containers', ['too-large']],
  ])('are partial, with the cause: %s', (name, causes) => {
    expect(rowOf(name)).toMatchObject({ outcome: 'partial' })
    expect(causes).toContain(rowOf(name)?.cause)
  })

  it('say how much was not retained', () => {
    expect(rowOf('many-containers')?.detail).toMatch(/first 3 objects hold [34]\.\d MB of facts/)
  })

  it('are audited but for the list that has no end, of which nothing passes: endless-pages', () => {
    expect(rowOf('endless-pages')).toMatchObject({ outcome: 'audited' })
    const verdicts = document.verdicts.filter(({ cluster }) => cluster.startsWith('kubeconfig:endless-pages@'))
    const unread = verdicts.filter((each) => each.verdict === 'unknown' && each.cause === 'too-large')
    expect(unread.length).toBeGreaterThan(0)
    const checks = new Set(unread.map(({ check }) => check))
    expect(verdicts.filter(({ verdict, check }) => verdict === 'pass' && checks.has(check))).toEqual([])
  })

  it.each(['endless-body', 'deep-json', 'wide-json', 'gzip-bomb', 'many-containers'])(
    'pass nothing but that they were reached, for what was not read: %s',
    (name) => {
      const verdicts = document.verdicts.filter(({ cluster }) => cluster.startsWith(`kubeconfig:${name}@`))
      expect(verdicts.length).toBeGreaterThan(20)
      const passed = verdicts.filter(({ verdict }) => verdict === 'pass')
      expect(passed.map(({ check }) => check)).toEqual(['unreachable-cluster'])
    },
  )
})
