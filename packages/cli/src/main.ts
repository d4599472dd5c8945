import process from 'node:process'
import { buildProgram } from './program.ts'
import { readEnvironment } from './environment.ts'
import { exitCodeOfError } from './exit-code.ts'
import { tellError } from './tell-error.ts'

const verbose = process.argv.includes('--verbose')
try {
  process.exitCode = await buildProgram(readEnvironment()).run(process.argv)
} catch (error) {
  process.stderr.write(tellError(error, verbose))
  process.exitCode = exitCodeOfError(error)
}
