import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { readTextFile } from '@fleet-auditor/adapters/wire/text-file.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'text-file-'))
})
afterAll(() => rm(folder, { recursive: true }))

const text = 'apiVersion: v1\ncurrent-context: größe\n'
const utf16 = Buffer.from(text, 'utf16le')

describe('a text file', () => {
  it.each<[name: string, bytes: Buffer]>([
    ['of UTF-8', Buffer.from(text)],
    ['of UTF-8 with its mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text)])],
    ['of UTF-16, as PowerShell writes it', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16])],
    ['of UTF-16, big end first', Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(utf16).swap16()])],
  ])('%s is read as the same text', async (name, bytes) => {
    const file = path.join(folder, name)
    await writeFile(file, bytes)
    expect(await readTextFile(file, 10_000)).toBe(text)
  })
})
