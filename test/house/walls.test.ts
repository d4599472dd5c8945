import { describe, expect, it } from 'vitest'
import { sources, type Source } from './sources.ts'

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
  infra: ['model', 'audit'],
}

const sdk =
  /^(@aws-sdk|@azure|@google-cloud|@kubernetes|@smithy|@slack\/web|google-auth-library|undici|dynalite|dynamodb-toolbox)/
const all = sources()
const inRoom = (...rooms: string[]): Source[] => all.filter((source) => rooms.includes(source.room))
const roomOfImport = (from: string): string | undefined => /^@fleet-auditor\/([a-z]+)\//.exec(from)?.[1]

const offences = (
  of: readonly Source[],
  offends: (source: Source, from: string, typeOnly: boolean) => boolean,
): string[] =>
  of.flatMap((source) =>
    source.imports
      .filter(({ from, typeOnly }) => offends(source, from, typeOnly))
      .map(({ from }) => `${source.file} → ${from}`),
  )

describe('walls', () => {
  it('sees the house', () => {
    expect(all.length).toBeGreaterThan(100)
    for (const room of Object.keys(mayImport)) expect(inRoom(room).length, room).toBeGreaterThan(0)
  })

  it('lets arrows go one way only', () => {
    expect(
      offences(all, ({ room }, from) => {
        const other = roomOfImport(from)
        return other !== undefined && other !== room && !(mayImport[room] ?? []).includes(other)
      }),
    ).toEqual([])
  })

  it('lets the model import of packages only those that read words: zod, YAML, addresses and cron', () => {
    const words = /^(zod|yaml|ipaddr\.js|croner)$/
    const foreign = (from: string): boolean => !from.startsWith('.') && roomOfImport(from) === undefined
    expect(offences(inRoom('model'), (_, from) => foreign(from) && !words.test(from))).toEqual([])
  })

  it('lets adapters see of audit only the types of its ports', () => {
    expect(
      offences(
        inRoom('adapters'),
        (_, from, typeOnly) => roomOfImport(from) === 'audit' && !(typeOnly && from.includes('/ports/')),
      ),
    ).toEqual([])
  })

  it('keeps SDKs inside adapters', () => {
    expect(
      offences(
        all.filter((source) => source.room !== 'adapters' && source.room !== 'infra'),
        (_, from) => sdk.test(from),
      ),
    ).toEqual([])
  })

  it('keeps model, checks and report without input, output, clock and chance', () => {
    const pure = inRoom('model', 'checks', 'report')
    expect(offences(pure, (_, from) => from.startsWith('node:'))).toEqual([])
    const impure = /\b(Date\.now\(|new Date\(\)|Math\.random|performance\.now|process\.|fetch\(|setTimeout)/
    expect(pure.filter(({ text }) => impure.test(text)).map(({ file }) => file)).toEqual([])
  })

  it('reads the environment only in wiring', () => {
    const readers = all.filter(({ text }) => /process\.env|\benv\b.*=\s*process\b/.test(text)).map(({ file }) => file)
    expect(readers.filter((file) => !/(environment|wiring)\.ts$|^infra\//.test(file))).toEqual([])
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
