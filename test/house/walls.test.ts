import { describe, expect, it } from 'vitest'
import type { Import } from './imports-of.ts'
import { lintWalls } from './lint-walls.ts'
import { placeOf, roomOfFile, type Source } from './source.ts'
import { thisHouse } from './this-house.ts'

/** Which rooms a room may look into. Adapters see the ports of audit as types only. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  model: [],
  checks: ['model'],
  report: ['model', 'checks'],
  audit: ['model', 'checks', 'report'],
  api: ['model', 'checks', 'report', 'audit'],
  adapters: ['model', 'audit'],
  simulator: ['model'],
  cli: ['model', 'checks', 'report', 'audit', 'adapters', 'simulator', 'api'],
  functions: ['model', 'checks', 'report', 'audit', 'adapters', 'api'],
  infra: ['model', 'audit', 'adapters'],
}

const sdk =
  /^(@aws-sdk|@azure|@google-cloud|@kubernetes|@smithy|@slack\/web|google-auth-library|undici|dynalite|dynamodb-toolbox)/
const all = thisHouse.sources
const inRoom = (...rooms: string[]): Source[] => all.filter((source) => rooms.includes(source.room))

const offences = (of: readonly Source[], offends: (source: Source, imported: Import) => boolean): string[] =>
  of.flatMap((source) =>
    source.imports
      .filter((imported) => offends(source, imported))
      .map((imported) => `${placeOf(source, imported)} → ${imported.from}`),
  )

const roomOf = ({ file }: Import): string | undefined => (file === undefined ? undefined : roomOfFile(file))

/** These and all that they load of the house. */
function reachedFrom(start: readonly Source[]): Source[] {
  const reached = new Set(start)
  for (const { imports } of reached) {
    for (const { file, typeOnly } of imports) {
      const next = typeOnly || file === undefined ? undefined : all.find((each) => each.file === file)
      if (next) reached.add(next)
    }
  }
  return [...reached]
}

describe('walls', () => {
  it('sees the house', () => {
    expect(all.length).toBeGreaterThan(100)
    for (const room of Object.keys(mayImport)) expect(inRoom(room).length, room).toBeGreaterThan(0)
  })

  it('lets arrows go one way only', () => {
    expect(
      offences(all, ({ room }, imported) => {
        const other = roomOf(imported)
        return other !== undefined && other !== room && !(mayImport[room] ?? []).includes(other)
      }),
    ).toEqual([])
  })

  it('lets the model import of packages only those that read words: zod, YAML, addresses, cron, globs and near words', () => {
    const words = /^(zod|yaml|ipaddr\.js|croner|matcher|leven)$/
    const foreign = (imported: Import): boolean => !imported.from.startsWith('.') && roomOf(imported) === undefined
    expect(offences(inRoom('model'), (_, imported) => foreign(imported) && !words.test(imported.from))).toEqual([])
  })

  it('lint holds the same arrows, and shows them in the editor', () => {
    const walls = lintWalls()
    const { cli: _, ...walled } = mayImport // the terminal may import every room
    for (const [room, others] of Object.entries(walled)) {
      const isPackage = room !== 'functions' && room !== 'infra'
      const lets = walls.get(isPackage ? `packages/${room}/**` : `${room}/**`)
      const rooms = new Set(lets?.map((each) => each.slice(0, each.indexOf('/'))))
      expect(rooms, room).toEqual(new Set(isPackage ? [room, ...others] : others))
    }
  })

  it('lets adapters see of audit only the types of its ports', () => {
    expect(
      offences(
        inRoom('adapters'),
        (_, imported) => roomOf(imported) === 'audit' && !(imported.typeOnly && imported.from.includes('/ports/')),
      ),
    ).toEqual([])
  })

  it('lets infra see of adapters only the partitions of the table, which its policies name', () => {
    const partitions = '@fleet-auditor/adapters/store/table/table-partitions.ts'
    expect(
      offences(inRoom('infra'), (_, imported) => roomOf(imported) === 'adapters' && imported.from !== partitions),
    ).toEqual([])
  })

  it('keeps SDKs inside adapters', () => {
    expect(
      offences(
        all.filter((source) => source.room !== 'adapters' && source.room !== 'infra'),
        (_, { from }) => sdk.test(from),
      ),
    ).toEqual([])
  })

  it('keeps model, checks and report without input, output, clock and chance', () => {
    const pure = inRoom('model', 'checks', 'report')
    expect(offences(pure, (_, { from }) => from.startsWith('node:'))).toEqual([])
    const impure = /\b(Date\.now\(|new Date\(\)|Math\.random|performance\.now|process\.|fetch\(|setTimeout)/
    expect(pure.filter(({ text }) => impure.test(text)).map(({ file }) => file)).toEqual([])
  })

  it('reads the environment only in wiring', () => {
    const readers = all.filter(({ text }) => /process\.env|\benv\b.*=\s*process\b/.test(text)).map(({ file }) => file)
    expect(readers.filter((file) => !/(environment|wiring)\.ts$|^infra\//.test(file))).toEqual([])
  })

  it('keeps the store in memory without SDKs, files, sockets and timers', () => {
    const reached = reachedFrom(all.filter(({ file }) => file.includes('/store/memory/')))
    expect(reached.length).toBeGreaterThan(10)
    const outside = (from: string) => sdk.test(from) || (from.startsWith('node:') && from !== 'node:crypto')
    expect(offences(reached, (_, { from, typeOnly }) => !typeOnly && outside(from))).toEqual([])
    const impure = /\b(Date\.now\(|new Date\(\)|Math\.random|process\.|fetch\(|setTimeout|setInterval|setImmediate)/
    expect(reached.filter(({ text }) => impure.test(text)).map(({ file }) => file)).toEqual([])
  })

  it('loads the SDK of a cloud only when it is used', () => {
    const eager = inRoom('cli').flatMap(({ file, imports, text }) =>
      imports
        .filter(
          ({ from, typeOnly }) =>
            !typeOnly && from.startsWith('@fleet-auditor/adapters') && !text.includes(`import('${from}')`),
        )
        .map(({ from }) => `${file} → ${from}`),
    )
    expect(eager).toEqual([])
  })
})
