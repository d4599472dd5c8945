import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import process from 'node:process'
import { generatedDocs } from './generated-docs.ts'

const folder = path.resolve(import.meta.dirname, '../../../../docs')
const check = process.argv.includes('--check')
const drifted: string[] = []

for (const [name, text] of await generatedDocs()) {
  const file = path.join(folder, name)
  const before = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error // a document that is not there yet is written; any other error is thrown
  })
  if (before === text) continue
  drifted.push(name)
  if (check) continue
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, text)
}

if (check && drifted.length > 0) {
  process.stderr.write(`docs/ has drifted from the code: ${drifted.join(', ')}. Run npm run docs and commit.\n`)
  process.exitCode = 1
}
