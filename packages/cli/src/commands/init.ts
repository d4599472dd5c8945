import { writeFile } from 'node:fs/promises'
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

/** Writes a commented fleet file; never over one that is there. */
export async function init(file: string): Promise<void> {
  await writeFile(file, exampleFleetFile, { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    const why = sayings[error.code ?? ''] ?? error.message
    const remedy =
      error.code === 'EEXIST' ? 'name another file: fleet-auditor init <file>' : 'choose a folder that can be written'
    throw new AuditorError('config', `the fleet file was not written: ${why}`, { place: file, remedy, cause: error })
  })
  process.stdout.write(`${file} is written: name your sources in it, then run fleet-auditor doctor --fleet ${file}\n`)
}
