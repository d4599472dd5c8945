import { withDeadline } from '@fleet-auditor/audit/deadline.ts'
import { diagnose, type Diagnosis, type MissingGrant } from '@fleet-auditor/audit/queries/diagnose.ts'
import { agingCalendars } from '@fleet-auditor/checks/facts/support-calendar.ts'
import { clusterLabel } from '@fleet-auditor/model/cluster-label.ts'
import { calendarWarning } from '@fleet-auditor/report/calendar-warning.ts'
import { listed } from '@fleet-auditor/report/counted.ts'
import { safeText } from '@fleet-auditor/report/safe-text.ts'
import { grantLabel } from '@fleet-auditor/report/unknowns.ts'
import { showProgress } from '../printing/progress.ts'
import { cancelOnSignal } from '../stop-signals.ts'
import { now } from '../wiring/clock.ts'
import { expandSources, sourcesOf } from '../wiring/fleet-file.ts'
import { wirePorts } from '../wiring/ports.ts'
import { contextOf, selectionOf } from '../wiring/run-context.ts'
import { defineCommand } from './define-command.ts'
import { fleetOptions } from './options/shared-options.ts'

/** Reads every source and prints what each still needs. Exit code 3 while something is missing. */
export const doctorCommand = defineCommand({
  name: 'doctor',
  summary: 'list what each source still needs, grouped by missing grant',
  options: fleetOptions,
  async run(input, io) {
    const { environment } = io
    const sources = await sourcesOf(input)
    const { fleet } = sources
    using shown = showProgress(environment.interactive ? 'line' : 'quiet', io)
    using cancel = cancelOnSignal()
    const diagnosis = await withDeadline(cancel.signal, input.deadlineMs, async (signal) => {
      await using ports = await wirePorts({ fleet, environment, progress: shown.progress })
      const context = contextOf(input, fleet, signal)
      const expanded = await expandSources(sources, context, ports)
      return await diagnose({ ...expanded, selection: selectionOf(input) }, context, ports)
    })
    shown.end()
    const calendars = agingCalendars(now()).map((each) => `! ${calendarWarning(each)}`)
    io.out(`${[...diagnosisLines(diagnosis), ...calendars].join('\n')}\n`)
    if (cancel.signal.aborted) return 130
    return diagnosis.missingGrants.length === 0 && diagnosis.scopes.every(({ outcome }) => outcome === 'listed') ? 0 : 3
  },
})

function diagnosisLines({ scopes, clusters, healthy, missingGrants }: Diagnosis): string[] {
  return [
    ...scopes.map(
      ({ id, outcome, detail }) =>
        `${outcome === 'listed' ? '✓' : '✗'} ${safeText(id)}: ${outcome}${detail ? `, ${safeText(detail)}` : ''}`,
    ),
    `${healthy} of ${clusters} clusters can be read in full`,
    ...missingGrants.flatMap(missingGrantLines),
  ]
}

const labelOf = (id: string): string => safeText(clusterLabel({ id }))

function missingGrantLines({ failure, clusters, sections }: MissingGrant): string[] {
  const many = clusters.length === 1 ? labelOf(clusters[0] ?? '') : `${clusters.length} clusters`
  const remedy = failure.grant ? safeText(grantLabel(failure.grant)) : safeText(failure.detail)
  return [
    '',
    `✗ ${many}: ${failure.cause}: ${safeText(failure.detail)}`,
    `  not read: ${sections.join(', ')}`,
    `  → ${remedy}`,
    ...(clusters.length > 1 ? [`  ${listed(clusters.map(labelOf), 10)}`] : []),
  ]
}
