import path from 'node:path'
import process from 'node:process'
import type { Run } from '@fleet-auditor/model/run.ts'
import type { Day } from '@fleet-auditor/simulator/demonstration/story.ts'
import type { Format } from '../audit-flags.ts'
import { demonstrationEnvironment } from '../demonstration/environment.ts'
import { demonstrationFiles, prepareFolder, writeHandout, type DemonstrationFiles } from '../demonstration/files.ts'
import { startFleetProcess } from '../demonstration/fleet-process.ts'
import { runAudit } from '../demonstration/run-audit.ts'
import type { Environment } from '../environment.ts'
import { withStore } from '../with-store.ts'

export interface DemoFlags {
  /** Folder of the demonstration's files and store. */
  readonly data?: string
  readonly format: Format
  readonly verbose: boolean
}

/** One cluster never answers: nobody should wait for it as long as for a real one. */
const clusterDeadline = '6s'

/** Exit codes of an audit that ran: nothing found, findings, something that could not be read. */
const ran = [0, 1, 3]

/** Audits a fleet on loopback, the first time as it is at the baseline, from then on as it is on the next day. */
export async function demo(flags: DemoFlags, environment: Environment): Promise<number> {
  const folder = path.resolve(flags.data ?? path.join(environment.dataFolder, 'demonstration'))
  const files = demonstrationFiles(folder)
  await prepareFolder(files)
  const day = await dayOf(files)
  const fleet = await startFleetProcess(day, files.authority)
  try {
    await writeHandout(files, fleet.handout)
    process.stderr.write(`The demonstration fleet, ${dayWord[day]}: servers on this machine, nothing else.\n`)
    const code = await runAudit(argumentsOf(files, flags), demonstrationEnvironment(fleet.handout, files))
    if (!ran.includes(code)) return code
    process.stderr.write(farewell(files, day))
    return 0
  } finally {
    await fleet.end()
  }
}

const dayWord: Readonly<Record<Day, string>> = { 1: 'baseline', 2: 'next day' }

/** After a run that went to its end it is the next day. */
const dayOf = ({ store }: DemonstrationFiles): Promise<Day> =>
  withStore(store, async (open) => {
    for (const { id, counts } of await open.listRuns(20)) {
      if ((counts?.audited ?? 0) > 0 && wentToItsEnd(await open.readRun(id))) return 2
    }
    return 1
  })

const wentToItsEnd = (run: Run | undefined): boolean =>
  run !== undefined && run.ledger.every(({ cause }) => cause !== 'cancelled')

const argumentsOf = ({ fleet, store }: DemonstrationFiles, { format, verbose }: DemoFlags): string[] => {
  const args = ['--fleet', fleet, '--data', store, '--format', format, '--cluster-deadline', clusterDeadline]
  return verbose ? [...args, '--verbose'] : args
}

function farewell({ folder, fleet, store }: DemonstrationFiles, day: Day): string {
  const again =
    day === 1
      ? 'Run it again for the next day: what opened, worsened, was resolved, is stale.'
      : `Later runs repeat the next day. Start over: rm -r ${folder}`
  return [
    '',
    again,
    `Its fleet file:       ${fleet}`,
    `What is stored:       npx fleet-auditor findings --data ${quoted(store)}`,
    `What changed:         npx fleet-auditor diff --data ${quoted(store)}`,
    'Why a check matters:  npx fleet-auditor explain public-broker',
    'Your own cluster:     npx fleet-auditor audit',
    'Your own fleet:       npx fleet-auditor init',
    '',
  ].join('\n')
}

const quoted = (folder: string): string => (/\s/.test(folder) ? `"${folder}"` : folder)
