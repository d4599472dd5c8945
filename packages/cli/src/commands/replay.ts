import { endedRuns } from '@fleet-auditor/audit/queries/last-complete.ts'
import { replayRun, type Replay } from '@fleet-auditor/audit/queries/replay-run.ts'
import { allEnabled } from '@fleet-auditor/audit/run-context.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { clusterLabels } from '@fleet-auditor/model/cluster-label.ts'
import { subjectLabel } from '@fleet-auditor/model/subject.ts'
import { subjectOf, type StoredVerdict } from '@fleet-auditor/model/verdict.ts'
import { safeText } from '@fleet-auditor/report/safe-text.ts'
import { printRows } from '../printing/rows.ts'
import { clock, now } from '../wiring/clock.ts'
import { readFleetFile, undeclaredFleet } from '../wiring/fleet-file.ts'
import { openStore } from '../wiring/store.ts'
import { defineCommand } from './define-command.ts'
import { optionalOption } from './options/option.ts'
import { dataFolder, fleetFile, format } from './options/shared-options.ts'
import { text } from './options/values.ts'
import { unknownRun } from './runs.ts'

/** Evaluates stored snapshots with the current checks, and prints what differs from the verdicts of that run. */
export const replayCommand = defineCommand({
  name: 'replay',
  summary: 'evaluate stored snapshots with the current checks',
  options: {
    data: dataFolder,
    format,
    run: optionalOption('--run <id>', 'by default the last one', text),
    fleet: fleetFile,
  },
  async run(input, io) {
    const fleet = input.fleet === undefined ? undeclaredFleet() : await readFleetFile(input.fleet)
    await using store = await openStore(input.data)
    const run = input.run ?? (await endedRuns({ store, clock }))[0]?.id
    if (run === undefined) throw new AuditorError('usage', 'no run is stored yet', { remedy: 'fleet-auditor audit' })
    if (!(await store.readRun(run))) throw unknownRun(run)
    const context = { run, startedAt: now(), fleet, checks: allEnabled }
    const replayed = await replayRun({ run }, context, { store })
    if (input.format !== 'table') return printRows(io, input.format, replayed.clusters, () => [])
    io.out(`${replayLines(replayed).join('\n')}\n`)
  },
})

function replayLines({ clusters, expired }: Replay): string[] {
  const label = clusterLabels([...clusters.map(({ cluster }) => cluster), ...expired].map((id) => ({ id })))
  const changed = clusters.flatMap(({ cluster, added, removed }) => [
    ...removed.map((verdict) => `- ${safeText(label(cluster))}: ${verdictLine(verdict)}`),
    ...added.map((verdict) => `+ ${safeText(label(cluster))}: ${verdictLine(verdict)}`),
  ])
  const verdicts = clusters.reduce((sum, each) => sum + each.verdicts.length, 0)
  const many = clusters.length === 1 ? '1 cluster' : `${clusters.length} clusters`
  const changes = changed.length === 0 ? 'no change' : `${changed.length} changed`
  return [
    ...changed,
    `${many} evaluated again, ${verdicts} verdicts, ${changes}`,
    ...expired.map((cluster) => `! ${safeText(label(cluster))}: no snapshot of it is stored`),
  ]
}

function verdictLine(answer: StoredVerdict): string {
  const subject = subjectOf(answer)
  const severity = answer.verdict === 'fail' ? ` (${answer.severity})` : ''
  return `${answer.check} ${answer.verdict}${severity}${subject ? ` ${safeText(subjectLabel(subject))}` : ''}`
}
