import { writeFile } from 'node:fs/promises'
import process from 'node:process'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { exampleFleetFile } from '../example-fleet-file.ts'

/** Writes a commented fleet file; never over one that is there. */
export async function init(file: string): Promise<void> {
  await writeFile(file, exampleFleetFile, { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    const remedy =
      error.code === 'EEXIST' ? 'name another file: fleet-auditor init <file>' : 'choose a folder that can be written'
    throw new AuditorError('config', `the fleet file was not written: ${error.message}`, {
      place: file,
      remedy,
      cause: error,
    })
  })
  process.stdout.write(`${file} is written: name your sources in it, then run fleet-auditor doctor --fleet ${file}\n`)
}
