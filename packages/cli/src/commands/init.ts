import { writeFile } from 'node:fs/promises'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { exampleFleetFile } from '../example-fleet-file.ts'
import { defineCommand } from './define-command.ts'
import { defaultArgument } from './options/option.ts'
import { text } from './options/values.ts'

/** Writes a commented fleet file; never over one that is there. */
export const initCommand = defineCommand({
  name: 'init',
  summary: 'write a commented fleet file',
  arguments: { file: defaultArgument('[file]', 'where', 'fleet.yaml', text) },
  options: {},
  async run({ file }, io) {
    await writeFile(file, exampleFleetFile, { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
      throw notWritten(file, error)
    })
    io.out(`${file} is written: name your sources in it, then run fleet-auditor doctor --fleet ${file}\n`)
  },
})

/** By the code of the system. */
const reasons: Readonly<Record<string, string>> = {
  EEXIST: 'a file is there already',
  ENOENT: 'the folder is not there',
  ENOTDIR: 'it lies under something that is not a folder',
  EACCES: 'the folder may not be written',
  EROFS: 'the disk may not be written',
}

function notWritten(file: string, cause: NodeJS.ErrnoException): AuditorError {
  const why = reasons[cause.code ?? ''] ?? cause.message
  const remedy =
    cause.code === 'EEXIST' ? 'name another file: fleet-auditor init <file>' : 'choose a folder that can be written'
  return new AuditorError('config', `the fleet file was not written: ${why}`, { place: file, remedy, cause })
}
