import path from 'node:path'
import process from 'node:process'
import type { Run } from '@fleet-auditor/model/run.ts'
import type { Night } from '@fleet-auditor/simulator/demonstration/story.ts'
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

/** Audits a fleet on loopback, the first time as it is on one night, from then on as it is on the next. */
export async function demo(flags: DemoFlags, environment: Environment): Promise<number> {
  const folder = path.resolve(flags.data ?? path.join(environment.dataFolder, 'demonstration'))
  const files = demonstrationFiles(folder)
  await prepareFolder(files)
  const night = await scheduledMinute(files)
  const fleet = await startFleetProcess(night, files.authority)
  try {
    await writeHandout(files, fleet.handout)
    process.stderr.write(`The demonstration fleet, ${nightWord[night]}: servers on this machine, nothing else.\n`)
    const code = await runAudit(argumentsOf(files, flags), demonstrationEnvironment(fleet.handout, files))
    if (!ran.includes(code)) return code
    process.stderr.write(farewell(files, night))
    return 0
  } finally {
    await fleet.end()
  }
}

const nightWord: Readonly<Record<Night, string>> = { 1: 'first night', 2: 'second night' }

/** A run that went to its end makes the next one the second night. */
const scheduledMinute = ({ store }: DemonstrationFiles): Promise<Night> =>
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

function farewell({ folder, fleet, store }: DemonstrationFiles, night: Night): string {
  const again =
    night === 1
      ? 'Run it again for the second night: what opened, worsened, was resolved, is stale.'
      : `Every further run meets this second night again; remove ${folder} to begin anew.`
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
