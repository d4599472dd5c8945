import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openEmbeddedStore } from '@fleet-auditor/adapters/store/embedded/embedded.ts'
import { createToken } from '@fleet-auditor/audit/tokens/create-token.ts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { seed } from '../api-store/seeded-store.ts'
import { startServing, type Serving } from '../cli/setup/start-serving.ts'
import { describeWith } from './available.ts'
import { fuzz } from './schemathesis.ts'
import { temporaryFolder, type TemporaryFolder } from './temporary-folder.ts'

const Description = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) })
const now = (): string => new Date().toISOString()

/** What anybody may read; none of it is about the fleet. */
const open = ['/healthz', '/readyz', '/openapi.json', '/docs']

describeWith(['schemathesis'], 'the API, fuzzed from its own description', () => {
  let folder: TemporaryFolder
  let serving: Serving
  let token: string
  beforeAll(async () => {
    folder = await temporaryFolder('schemathesis')
    const data = join(folder.path, 'data')
    const store = await openEmbeddedStore({ folder: data, now })
    await seed(store)
    const asked = { name: 'schemathesis', scopes: ['read', 'run'] } as const
    token = (await createToken(asked, { tokens: store.tokens, clock: { now }, random: randomBytes })).token
    await store.close()
    // Runs that the fuzzer starts end at once: there is nothing to audit.
    const fleet = join(folder.path, 'fleet.yaml')
    await writeFile(fleet, `sources: {kubeconfig: [{file: ${join(folder.path, 'none')}, contexts: ["*"]}]}\n`)
    serving = await startServing(folder.path, ['--fleet', fleet, '--data', data, '--every', 'never'])
  })
  afterAll(async () => {
    await serving?.end('SIGTERM')
    await folder?.remove()
  })

  it.each([1, 7])(
    'seed %i finds no server error and nothing that the description does not have',
    async (seedNumber) => {
      const output = await fuzz({ url: serving.url, token, seed: seedNumber, folder: folder.path })
      expect(output).toMatch(/Tested: +18/)
      expect(serving.lines.filter((line) => Number(line['status']) >= 500)).toEqual([])
    },
  )

  it('gives nothing away without a token', async () => {
    const { paths } = Description.parse(await (await fetch(`${serving.url}/openapi.json`)).json())
    const closed = Object.keys(paths).filter((path) => !open.includes(path))
    expect(closed.length).toBeGreaterThan(8)
    for (const path of closed) {
      const { status } = await fetch(`${serving.url}${path.replaceAll(/\{\w+\}/g, 'x')}`)
      expect([path, status]).toEqual([path, 401])
    }
  })
})
