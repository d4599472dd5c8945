import { chmod, chown, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import process from 'node:process'
import { crc32 } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { homeFolder, type HomeFolder } from '../../cli/setup/home-folder.ts'
import { runCli } from '../../cli/setup/run-cli.ts'

// Node's compile cache holds the source of TypeScript modules, guarded by a CRC32 only: its owner runs code as its reader.

const planted = 'PLANTED CODE RAN'
const isRoot = process.getuid?.() === 0
/** The unprivileged system user, to whom nothing here belongs. */
const stranger = 65_534

let home: HomeFolder

beforeAll(async () => {
  home = await homeFolder()
})
afterAll(() => home[Symbol.asyncDispose]())

/** `NODE_COMPILE_CACHE` is empty unless a case gives it: the tests' own would hide the product's choice. */
const version = (env: Readonly<Record<string, string>>): ReturnType<typeof runCli> =>
  runCli(['--version'], { home: home.home, env: { NODE_COMPILE_CACHE: '', ...env } })

/** Fills a cache with what a start leaves, then puts code of its own before the source of main.ts. */
async function plant(cache: string): Promise<void> {
  await mkdir(cache, { recursive: true })
  await version({ NODE_COMPILE_CACHE: cache })
  let changed = 0
  for (const entry of await readdir(cache, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const file = path.join(entry.parentPath, entry.name)
    const bytes = await readFile(file)
    const source = bytes.subarray(20).toString()
    if (!source.includes('await runProgram(words, io)')) continue
    const body = Buffer.from(`process.stderr.write('${planted}\\n');${source}`)
    const head = Buffer.from(bytes.subarray(0, 20))
    head.writeUInt32LE(body.length, 8)
    head.writeUInt32LE(crc32(body), 16)
    await writeFile(file, Buffer.concat([head, body]))
    changed++
  }
  if (changed === 0) throw new Error('no cached source of main.ts was found: Node writes another form')
}

const cacheIn = (caches: string): string => path.join(caches, 'fleet-auditor/compile-cache')

/** A planted cache at the product's own place, with the modes that the product gives it. */
async function plantedCaches(name: string): Promise<string> {
  const caches = home.path(name)
  await plant(cacheIn(caches))
  await chmod(cacheIn(caches), 0o700)
  return caches
}

describe('a compile cache that another user could have written', () => {
  it('runs planted code from the folder that the product trusts: the attack is real', async () => {
    expect((await version({ XDG_CACHE_HOME: await plantedCaches('control') })).stderr).toContain(planted)
  })

  it('in the shared temporary folder is not used', async () => {
    const shared = home.path('tmp')
    await plant(path.join(shared, 'node-compile-cache'))
    await chmod(shared, 0o1777)
    expect(await version({ TMPDIR: shared })).toEqual({ code: 0, stdout: expect.any(String), stderr: '' })
  })

  it.each<[name: string, spoil: (caches: string) => Promise<void>]>([
    ['of mode 0777', (caches) => chmod(cacheIn(caches), 0o777)],
    ['of mode 0750', (caches) => chmod(cacheIn(caches), 0o750)],
    ['below a folder that others may write', (caches) => chmod(path.dirname(cacheIn(caches)), 0o777)],
  ])('%s is not used', async (name, spoil) => {
    const caches = await plantedCaches(name)
    await spoil(caches)
    expect((await version({ XDG_CACHE_HOME: caches })).stderr).toBe('')
  })

  // Only root can give a folder away.
  it.runIf(isRoot).each<[name: string, at: (caches: string) => string]>([
    ['of another owner', cacheIn],
    ['below a folder of another owner', (caches) => caches],
  ])('%s is not used', async (name, at) => {
    const caches = await plantedCaches(name)
    await chown(at(caches), stranger, stranger)
    expect((await version({ XDG_CACHE_HOME: caches })).stderr).toBe('')
  })
})

it.each<[name: string, env: Readonly<Record<string, string>>]>([
  ['without XDG_CACHE_HOME', {}],
  ['with a relative XDG_CACHE_HOME, which counts as none', { XDG_CACHE_HOME: 'caches' }],
])('%s the cache lies in the home, for its owner only', async (_, env) => {
  await using own = await homeFolder()
  const ended = await runCli(['--version'], { home: own.home, env: { NODE_COMPILE_CACHE: '', ...env } })
  const folder = cacheIn(own.path('.cache'))
  expect([ended.code, (await stat(folder)).mode & 0o777]).toEqual([0, 0o700])
  expect((await readdir(folder)).length).toBe(1)
})
