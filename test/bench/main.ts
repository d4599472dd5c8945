import process from 'node:process'
import { small } from './canned-clusters.ts'
import type { Target } from './canned-server.ts'
import { type Effort, full, smoke } from './effort.ts'
import type { Line } from './line.ts'
import { cliStart } from './parts/cli-start.ts'
import { cpu } from './parts/cpu.ts'
import { fleet } from './parts/fleet.ts'
import { largeCluster } from './parts/large-cluster.ts'
import { quietNight } from './parts/quiet-night.ts'
import { roundTrips } from './parts/round-trips.ts'
import { smallBudgets } from './parts/small-budgets.ts'
import { serveCanned } from './programs.ts'
import { table } from './table.ts'

type Part = (effort: Effort, target: Target) => Promise<readonly Line[]>

const parts: readonly (readonly [name: string, part: Part])[] = [
  ['budgets of a small cluster', () => smallBudgets()],
  ['CPU', (effort, target) => cpu(target, effort.cpu)],
  ['fleet', (effort, target) => fleet(target, effort.fleet)],
  ['round trips', (effort, target) => roundTrips(target, effort.trips)],
  ['large cluster', (effort) => largeCluster(effort.large)],
  ['quiet night', (effort, target) => quietNight(target, effort.night)],
  ['CLI start', (effort) => cliStart(effort.start)],
]

interface Run {
  readonly lines: readonly Line[]
  readonly failures: readonly string[]
}

/** Every part, one after another; one that fails to run is told and the others go on. */
async function runParts(effort: Effort): Promise<Run> {
  const server = await serveCanned(small, effort.fleet.ports)
  const lines: Line[] = []
  const failures: string[] = []
  for (const [name, part] of parts) {
    process.stderr.write(`${name} …\n`)
    try {
      lines.push(...(await part(effort, server.ready)))
    } catch (error) {
      failures.push(`${name} did not run: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  await server.close()
  return { lines, failures }
}

/** A missed target of time or memory is a figure; a broken count, where only counts can hold, is a failure. */
function exitCodeOf({ lines, failures }: Run, isSmoke: boolean): number {
  const broken = lines.some((line) => line.counted && line.met === false)
  return failures.length > 0 || (isSmoke && broken) ? 1 : 0
}

const isSmoke = process.argv.includes('--smoke')
const run = await runParts(isSmoke ? smoke : full)
console.log(table(run.lines))
if (isSmoke) console.log('\nSmoke: too few measurements for times and memory; only the counts are held to.')
for (const failure of run.failures) console.error(failure)
process.exitCode = exitCodeOf(run, isSmoke)
