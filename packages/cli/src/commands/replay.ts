import { endedRuns } from '@fleet-auditor/audit/queries/ended-runs.ts'
import { replayRun, type Replay } from '@fleet-auditor/audit/queries/replay-run.ts'
import { allEnabled } from '@fleet-auditor/audit/run-context.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { clusterLabel } from '@fleet-auditor/model/cluster-label.ts'
import { subjectLabel } from '@fleet-auditor/model/subject.ts'
import type { Verdict } from '@fleet-auditor/model/verdict.ts'
import { safeText } from '@fleet-auditor/report/safe-text.ts'
import type { Format } from '../audit-flags.ts'
import { readFleetFile, undeclaredFleet } from '../fleet-source.ts'
import { print } from '../print.ts'
import { clock } from '../wiring.ts'
import { withStore } from '../with-store.ts'

export interface ReplayFlags {
  readonly data: string
  readonly format: Format
  readonly run?: string
  readonly fleet?: string
}

/** Judges stored snapshots by the checks of now, and says what differs from what was answered then. */
export async function replay(flags: ReplayFlags): Promise<void> {
  const fleet = flags.fleet ? await readFleetFile(flags.fleet) : undeclaredFleet()
  const replayed = await withStore(flags.data, async (store) => {
    const run = flags.run ?? (await endedRuns(store))[0]?.id
    if (run === undefined) throw new AuditorError('usage', 'no run is stored yet', { remedy: 'fleet-auditor audit' })
    if (!(await store.readRun(run))) {
      const remedy = 'list them with: fleet-auditor runs'
      throw new AuditorError('usage', `no run is called ${run}`, { place: '--run', remedy })
    }
    const context = { run, startedAt: clock.now(), fleet, checks: allEnabled }
    return replayRun({ run }, context, { store })
  })
  if (flags.format === 'table') print('table', [replayed], ([only]) => (only ? lines(only) : []))
  else print(flags.format, replayed.clusters, () => [])
}

function lines({ clusters, expired }: Replay): string[] {
  const changed = clusters.flatMap(({ cluster, added, removed }) => [
    ...removed.map((verdict) => `- ${safeText(clusterLabel({ id: cluster }))}: ${verdictLine(verdict)}`),
    ...added.map((verdict) => `+ ${safeText(clusterLabel({ id: cluster }))}: ${verdictLine(verdict)}`),
  ])
  const judged = clusters.reduce((sum, { verdicts }) => sum + verdicts.length, 0)
  return [
    ...changed,
    `${clusters.length} clusters judged again, ${judged} verdicts, ${changed.length} differ`,
    ...expired.map((cluster) => `! ${safeText(clusterLabel({ id: cluster }))}: its snapshot has expired`),
  ]
}

const verdictLine = ({ check, verdict, severity, subject }: Verdict): string =>
  `${check} ${verdict}${verdict === 'fail' ? ` (${severity})` : ''}${subject ? ` ${safeText(subjectLabel(subject))}` : ''}`
