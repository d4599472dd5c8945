import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { resolveEndpoint } from '@fleet-auditor/adapters/cloud/endpoint.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'endpoint-'))
})
afterAll(() => rm(folder, { recursive: true }))

const resolved = (ca: string) => resolveEndpoint('eks', { url: 'https://eks.example.com', ca })

describe('the file of an endpoint’s authority', () => {
  it('is read', async () => {
    const file = path.join(folder, 'ca.pem')
    await writeFile(file, 'PEM')
    expect(await resolved(file)).toEqual({ url: new URL('https://eks.example.com'), caPem: 'PEM' })
  })

  it.each<[name: string, make: (file: string) => unknown, words: string]>([
    ['is not there', () => undefined, 'is not there (ENOENT)'],
    ['is a FIFO that nothing writes to', (file) => execFileSync('mkfifo', [file]), 'is not a regular file'],
    ['is too large', (file) => writeFile(file, Buffer.alloc(2 ** 20 + 1)), 'is larger than such a file may be'],
  ])('that %s is a mistake of the configuration, at once', async (name, make, words) => {
    const file = path.join(folder, name.replaceAll(' ', '-'))
    await make(file)
    const refused = { code: 'config', details: { place: file, reason: 'tool-error' }, message: expect.anything() }
    await expect(resolved(file)).rejects.toMatchObject(refused)
    await expect(resolved(file)).rejects.toThrow(words)
  })
})
