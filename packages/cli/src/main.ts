import process from 'node:process'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { exitCodeOfError } from './exit-code.ts'
import { errorText } from './printing/error-text.ts'
import { runProgram } from './program.ts'
import { readEnvironment, type Io } from './wiring/environment.ts'
import { silenceRepeatedWarnings } from './wiring/process-warnings.ts'
import { standardStream } from './wiring/standard-stream.ts'

silenceRepeatedWarnings(process)
const words = process.argv.slice(2)
const [output, errors] = [standardStream(process.stdout), standardStream(process.stderr)]
const io: Io = { environment: readEnvironment(), out: output.write, err: errors.write }

function fail(error: unknown): void {
  io.err(errorText(error, words.includes('--verbose')))
  process.exitCode = exitCodeOfError(error)
}

try {
  process.exitCode = await runProgram(words, io)
} catch (error) {
  fail(error)
}

// The command has ended by now, with its store closed.
for (const [name, stream] of [
  ['output', output],
  ['error', errors],
] as const) {
  const cause = await stream.settled()
  if (cause) fail(notWritten(name, cause))
}

function notWritten(name: string, cause: NodeJS.ErrnoException): AuditorError {
  return new AuditorError('internal', `standard ${name} could not be written: ${cause.message}`, {
    place: `standard ${name}`,
    remedy: 'write it to another place; what the command stored is stored',
    cause,
  })
}
