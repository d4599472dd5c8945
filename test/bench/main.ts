import process from 'node:process'
import { parseArgs } from 'node:util'
import { small } from './canned-clusters.ts'
import type { Target } from './canned-server.ts'
import { type Effort, full, smoke } from './effort.ts'
import type { Line } from './line.ts'
import { apiPage } from './parts/api-page.ts'
import { cliStart } from './parts/cli-start.ts'
import { cpu } from './parts/cpu.ts'
import { digest } from './parts/digest.ts'
import { fleet } from './parts/fleet.ts'
import { functions } from './parts/functions.ts'
import { interpretedRun } from './parts/interpreted-run.ts'
import { largeCluster } from './parts/large-cluster.ts'
import { quietRun } from './parts/quiet-run.ts'
import { roundTrips } from './parts/round-trips.ts'
import { serve } from './parts/serve.ts'
import { shards } from './parts/shards.ts'
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
  ['quiet night', (effort, target) => quietRun(target, effort.quietRun)],
  ['CLI start', (effort) => cliStart(effort.start)],
  ['serve', (effort, target) => serve(target, effort.serve)],
  ['functions', (effort) => functions(effort.functions)],
  ['API page', (effort) => apiPage(effort.page)],
  ['digest', (effort) => digest(effort.digest)],
  ['night on the interpreter', (effort) => interpretedRun(effort.interpreter)],
  ['shards', (effort, target) => shards(target, effort.shards)],
]

interface Run {
  readonly lines: readonly Line[]
  readonly failures: readonly string[]
}

/** Every part (or the one that is named), one after another; one that fails to run is reported and the others go on. */
async function runParts(effort: Effort, only: string | undefined): Promise<Run> {
  const server = await serveCanned(small, effort.fleet.ports)
  const lines: Line[] = []
  const failures: string[] = []
  for (const [name, part] of parts) {
    if (only !== undefined && only !== name) continue
    process.stderr.write(`${name} …`)
    const begun = performance.now()
    try {
      lines.push(...(await part(effort, server.ready)))
    } catch (error) {
      failures.push(`${name} did not run: ${error instanceof Error ? error.message : String(error)}`)
    }
    process.stderr.write(` ${Math.round((performance.now() - begun) / 1000)} s\n`)
  }
  await server.close()
  return { lines, failures }
}

/** A missed target of time or memory is a figure; a broken count, where only counts can hold, is a failure. */
function exitCodeOf({ lines, failures }: Run, isSmoke: boolean): number {
  const broken = lines.some((line) => line.counted && line.met === false)
  return failures.length > 0 || (isSmoke && broken) ? 1 : 0
}

const { values } = parseArgs({ options: { smoke: { type: 'boolean', default: false }, part: { type: 'string' } } })
const isSmoke = values.smoke
const run = await runParts(isSmoke ? smoke : full, values.part)
console.log(table(run.lines))
if (isSmoke) console.log('\nSmoke: too few measurements for times and memory; only the counts are held to.')
for (const failure of run.failures) console.error(failure)
process.exitCode = exitCodeOf(run, isSmoke)
