import { randomBytes } from 'node:crypto'
import type { ApiDeps, ApiLogLine } from '@fleet-auditor/api/api-deps.ts'
import { createApp } from '@fleet-auditor/api/create-app.ts'
import type { TokenScope } from '@fleet-auditor/audit/ports/token-store.ts'
import { createToken } from '@fleet-auditor/audit/tokens/create-token.ts'
import { FleetFile, type WrittenFleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { now, seededStore, type SeededStore } from './seeded-store.ts'
import { waivedImages } from './waived-images.ts'

const written: WrittenFleetFile = {
  sources: { aws: [{ account: '111122223333', regions: ['eu-west-1'] }] },
  planes: [{ name: 'north' }, { name: 'south' }, { name: 'west' }],
  teams: [{ name: 'core' }],
  waivers: waivedImages,
}

/** A request as the tests write it. */
export type Asked = Omit<RequestInit, 'headers'> & { readonly headers?: Readonly<Record<string, string>> }

export interface Served extends SeededStore {
  readonly started: { readonly run: string; readonly selection: object }[]
  readonly lines: ApiLogLine[]
  /** With a token that may read and run, unless `headers` replace it. */
  request(path: string, init?: Asked): Promise<Response>
  token(scopes: readonly TokenScope[], expiresAt?: string): Promise<string>
  app(change?: Partial<ApiDeps>): ReturnType<typeof createApp>
}

/** The app over a seeded store, with a starter that only notes what it was asked for. */
export async function serveSeeded(): Promise<Served> {
  const seeded = await seededStore()
  const { store } = seeded
  const started: Served['started'] = []
  const lines: ApiLogLine[] = []
  const deps: ApiDeps = {
    store,
    fleet: FleetFile.parse(written),
    starter: {
      async start(run, selection) {
        started.push({ run, selection })
        return 'started'
      },
    },
    clock: { now: () => now },
    random: randomBytes,
    log: (line) => void lines.push(line),
  }
  const app = (change: Partial<ApiDeps> = {}) => createApp({ ...deps, ...change })
  const token = async (scopes: readonly TokenScope[], expiresAt?: string): Promise<string> => {
    const asked = { name: 'test', scopes, ...(expiresAt === undefined ? {} : { expiresAt }) }
    const clock = { now: () => '2026-02-01T00:00:00.000Z' }
    return (await createToken(asked, { tokens: store.tokens, clock, random: randomBytes })).token
  }
  const [usual, bearer] = [app(), await token(['read', 'run'])]
  return {
    ...seeded,
    started,
    lines,
    app,
    token,
    request: async (path, init = {}) =>
      usual.request(path, { ...init, headers: { Authorization: `Bearer ${bearer}`, ...init.headers } }),
    [Symbol.asyncDispose]: () => seeded[Symbol.asyncDispose](),
  }
}
