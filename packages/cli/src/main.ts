import process from 'node:process'
import { exitCodeOfError } from './exit-code.ts'
import type { Io } from './io.ts'
import { errorText } from './printing/error-text.ts'
import { runProgram } from './program.ts'
import { readEnvironment } from './wiring/environment.ts'

const words = process.argv.slice(2)

// The reader of a pipe may go when it has seen enough (`| head`): that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

const io: Io = {
  environment: readEnvironment(),
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
}

try {
  process.exitCode = await runProgram(words, io)
} catch (error) {
  io.err(errorText(error, words.includes('--verbose')))
  process.exitCode = exitCodeOfError(error)
}
