import { access, writeFile } from 'node:fs/promises'
import path from 'node:path'
import process from 'node:process'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { exampleFleetFile } from '../example-fleet-file.ts'

const sayings: Readonly<Record<string, string>> = {
  EEXIST: 'a file is there already',
  ENOENT: 'the folder is not there',
  ENOTDIR: 'it lies under something that is no folder',
  EACCES: 'the folder may not be written',
  EROFS: 'the disk may not be written',
}

/** Where a clone has the schema; a bundle has none. */
const schemaFile = path.resolve(import.meta.dirname, '../../../../docs/fleet.schema.json')

/** Writes a commented fleet file; never over one that is there. */
export async function init(file: string): Promise<void> {
  await writeFile(file, `${await editorLine(file)}${exampleFleetFile}`, { flag: 'wx' }).catch(
    (error: NodeJS.ErrnoException) => {
      const why = sayings[error.code ?? ''] ?? error.message
      const remedy =
        error.code === 'EEXIST' ? 'name another file: fleet-auditor init <file>' : 'choose a folder that can be written'
      throw new AuditorError('config', `the fleet file was not written: ${why}`, { place: file, remedy, cause: error })
    },
  )
  process.stdout.write(`${file} is written: name your sources in it, then run fleet-auditor doctor --fleet ${file}\n`)
}

/** Tells editors where the schema is: from the file to the clone, so that it holds wherever both are moved together. */
async function editorLine(file: string): Promise<string> {
  const found = await access(schemaFile).then(
    () => true,
    () => false, // without a schema there is nothing to point to
  )
  if (!found) return ''
  const relative = path
    .relative(path.dirname(path.resolve(file)), schemaFile)
    .split(path.sep)
    .join('/')
  return `# yaml-language-server: $schema=${relative.startsWith('../') ? relative : `./${relative}`}\n`
}
