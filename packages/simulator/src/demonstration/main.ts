import process from 'node:process'
import { startDemonstration } from './start-demonstration.ts'

/**
 * The demonstration fleet as a process of its own: `main.ts <day> <authority file>`. Prints what it offers in one
 * JSON line on stdout and ends when stdin does, so that it never outlives the one who started it.
 */
const [, , day, authorityFile] = process.argv
if ((day !== '1' && day !== '2') || authorityFile === undefined) {
  throw new Error('usage: main.ts <day, 1 or 2> <authority file>')
}
const demonstration = await startDemonstration({ day: day === '1' ? 1 : 2, authorityFile })
process.stdout.write(`${JSON.stringify(demonstration.handout)}\n`)
const end = (): void => void demonstration.close().then(() => process.exit(0))
process.stdin.on('end', end).on('close', end).resume()
process.once('SIGTERM', end)
// Ctrl-C reaches the whole group of processes: the one who started this one decides when it is over.
process.on('SIGINT', () => undefined)
