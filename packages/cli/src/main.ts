import process from 'node:process'
import { buildProgram } from './program.ts'
import { readEnvironment } from './environment.ts'
import { exitCodeOfError } from './exit-code.ts'
import { tellError } from './tell-error.ts'

const verbose = process.argv.includes('--verbose')

// The reader of a pipe may go when it has seen enough (`| head`); nobody is left to be told.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

try {
  process.exitCode = await buildProgram(readEnvironment()).run(process.argv)
} catch (error) {
  process.stderr.write(tellError(error, verbose))
  process.exitCode = exitCodeOfError(error)
}
