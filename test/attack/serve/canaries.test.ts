import { randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { ApiDeps } from '@fleet-auditor/api/api-deps.ts'
import { createApp } from '@fleet-auditor/api/create-app.ts'
import { createToken } from '@fleet-auditor/audit/tokens/create-token.ts'
import { clock } from '@fleet-auditor/cli/wiring/clock.ts'
import { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { runProgram } from '../../cli/setup/run-program.ts'
import { withStore } from '../../cli/setup/with-store.ts'
import { canaries, plantedFleet, type Canary, type PlantedFleet } from './planted-fleet.ts'

/** Everything that leaves the auditor, by the name of its place. */
const outputs = new Map<string, string>()
let planted: PlantedFleet

beforeAll(async () => {
  planted = await plantedFleet()
  await commandOutputs(planted)
  await collectedFile(planted)
  await withStore(planted.home.path('data'), async (store) => {
    const fleet = FleetFile.parse({})
    const log = (line: object) => void outputs.set(`log line ${outputs.size}`, JSON.stringify(line))
    await apiOutputs({ store, fleet, clock, log, random: randomBytes, starter: { start: async () => 'started' } })
    for (const { key, cluster } of await store.readRegistry()) {
      const target = { kind: 'cluster', key } as const
      const state = await store.readState(target)
      const records = await store.readHistory(target, 10)
      const hashes = records.flatMap(({ snapshotHash }) => snapshotHash ?? [])
      const snapshots = await Promise.all(hashes.map((hash) => store.readSnapshot(hash)))
      outputs.set(`store of ${cluster.name}`, JSON.stringify({ state, records, snapshots }))
    }
  })
  await filesIn(planted.home.path('data'))
})
afterAll(() => planted[Symbol.asyncDispose]())

async function commandOutputs({ home, fleetFile }: PlantedFleet): Promise<void> {
  const fleet = ['--fleet', fleetFile]
  const run = async (...words: readonly string[]): Promise<void> => {
    const { stdout, stderr } = await runProgram(words, home.home)
    outputs.set(words.join(' '), `${stdout}\n${stderr}`)
  }
  for (const format of ['table', 'json', 'ndjson']) {
    const as = ['--format', format]
    await run('audit', ...fleet, ...as, '--cluster-deadline', '10s', '--verbose')
    const file = home.path(`report.${format}`)
    await run('audit', ...fleet, ...as, '--cluster-deadline', '10s', '--output', file)
    outputs.set(`--output of ${format}`, await readFile(file, 'utf8'))
    for (const command of ['findings', 'clusters', 'runs', 'digest', 'diff', 'replay']) await run(command, ...as)
  }
  await run('doctor', ...fleet, '--cluster-deadline', '10s', '--verbose')
}

async function collectedFile({ home, fleetFile }: PlantedFleet): Promise<void> {
  const [key, file] = [home.path('key.pem'), home.path('collected.json')]
  await runProgram(['collect', '--new-key', key], home.home)
  const words = ['--fleet', fleetFile, '--key', key, '--key-id', 'edge', '--output', file, '--cluster-deadline', '10s']
  const { stdout, stderr } = await runProgram(['collect', ...words], home.home)
  outputs.set('collect', `${stdout}\n${stderr}`)
  outputs.set('collected file', await readFile(file, 'utf8'))
}

const Linked = z.object({ links: z.object({ self: z.string() }) })
const lists = ['runs', 'clusters', 'findings'] as const
const Lists = z.object(Object.fromEntries(lists.map((name) => [name, z.array(Linked).default([])])))

async function apiOutputs(deps: ApiDeps): Promise<void> {
  const app = createApp(deps)
  const ports = { tokens: deps.store.tokens, clock, random: randomBytes }
  const { token } = await createToken({ name: 'test', scopes: ['read'] }, ports)
  const get = async (route: string): Promise<string> => {
    const answer = await app.request(route, { headers: { Authorization: `Bearer ${token}` } })
    const body = await answer.text()
    expect([route, answer.status]).toEqual([route, 200])
    outputs.set(`GET ${route}`, `${JSON.stringify([...answer.headers])}\n${body}`)
    return body
  }
  for (const route of [
    '/v1/summary',
    '/v1/latency',
    '/v1/checks',
    '/metrics',
    '/readyz',
    '/v1/findings?groupBy=check',
  ]) {
    await get(route)
  }
  for (const name of lists) {
    const body = Lists.parse(JSON.parse(await get(`/v1/${name}?limit=100`)))
    for (const { links } of body[name] ?? []) await get(links.self)
  }
}

/** As they lie on the disk. */
async function filesIn(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name)
    if (entry.isFile()) outputs.set(path.relative(folder, file), await readFile(file, 'latin1'))
  }
}

/** As it is, and in base64 wherever it begins. */
const spellings = (secret: string): readonly string[] => [
  secret,
  ...[0, 1, 2].map((before) =>
    Buffer.from('\0'.repeat(before) + secret)
      .toString('base64')
      .slice(before + 1, -4),
  ),
]
const placesOf = (canary: Canary): readonly string[] =>
  [...outputs]
    .filter(([, text]) => spellings(canaries[canary]).some((each) => text.includes(each)))
    .map(([name]) => name)

it('the outputs hold what was planted beside the secrets: they were made', () => {
  for (const name of ['--output of json', 'collected file', 'GET /v1/findings?limit=100']) {
    expect(outputs.get(name), name).toContain('meshery')
  }
  expect(outputs.size).toBeGreaterThan(60)
})

/** What an API server's answer repeats, and values that the collector reads. */
const quoted = [
  'token',
  'password',
  'queryOfUrl',
  'fragmentOfUrl',
  'slashedUserOfUrl',
  'serviceAnnotation',
  'conditionMessage',
] as const satisfies readonly Canary[]
const isQuoted = (canary: string): boolean => quoted.some((each) => each === canary)

describe('no output holds', () => {
  it.each((Object.keys(canaries) as Canary[]).filter((canary) => !isQuoted(canary)))('%s', (canary) => {
    expect(placesOf(canary)).toEqual([])
  })
})

describe('no output holds what was quoted or collected', () => {
  it.each(quoted)('%s', (canary) => {
    expect(placesOf(canary)).toEqual([])
  })
})

it('no answer of the API holds a character that a terminal acts on', () => {
  const acted = /(?!\n)[\p{Cc}\p{Cf}\u2028\u2029]/u
  const answers = [...outputs].filter(([name]) => name.startsWith('GET /v1'))
  expect(answers.filter(([, text]) => acted.test(text)).map(([name]) => name)).toEqual([])
  expect(outputs.get('GET /v1/clusters?limit=100')).toContain(String.raw`planted\u009b2J\u202e\u2028@`)
})
