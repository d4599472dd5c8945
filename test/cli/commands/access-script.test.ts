import { execFile } from 'node:child_process'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { shellScript } from '@fleet-auditor/audit/access/shell-script.ts'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'access-script-'))
  await writeFile(path.join(folder, 'az'), '#!/bin/sh\nprintf \'%s\\0\' "$@"\n')
  await chmod(path.join(folder, 'az'), 0o755)
})
afterAll(() => rm(folder, { recursive: true }))

async function run(words: readonly string[], variables: Readonly<Record<string, string>> = {}): Promise<string[]> {
  const file = path.join(folder, 'script.sh')
  await writeFile(file, shellScript([{ comment: 'as\nprinted', words: ['az', ...words] }]))
  const env = { PATH: `${folder}:/usr/bin:/bin`, ...variables }
  const { stdout } = await promisify(execFile)('sh', [file], { env })
  return stdout.split('\0').slice(0, -1)
}

it('a shell reads every word of a script as it was written', async () => {
  const word = fc.string({ unit: 'grapheme', maxLength: 20 }).filter((text) => !text.includes('\0'))
  await fc.assert(
    fc.asyncProperty(fc.array(word, { minLength: 1, maxLength: 6 }), async (words) => {
      expect(await run(words)).toEqual(words)
    }),
    { numRuns: 40 },
  )
})

it('a script takes what only a deployment knows from variables, and stops before its first command without one', async () => {
  const word = 'subject <ARN of the role of the function audit-gke> it’s'
  expect(await run([word], { AUDIT_GKE_ROLE: 'arn:x' })).toEqual(['subject arn:x it’s'])
  await expect(run([word])).rejects.toThrow(/AUDIT_GKE_ROLE/)
})
