import { withDeadline } from '@fleet-auditor/audit/deadline.ts'
import { diagnose, type Diagnosis, type MissingGrant } from '@fleet-auditor/audit/queries/diagnose.ts'
import { agingCalendars } from '@fleet-auditor/checks/facts/support-calendar.ts'
import type { Cause } from '@fleet-auditor/model/cause.ts'
import { clusterLabels } from '@fleet-auditor/model/cluster-label.ts'
import { calendarWarning } from '@fleet-auditor/report/calendar-warning.ts'
import { counted, listed } from '@fleet-auditor/report/counted.ts'
import { safeText } from '@fleet-auditor/report/safe-text.ts'
import { grantLabel, withCause } from '@fleet-auditor/report/unknowns.ts'
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
  summary: 'list what each source still needs, grouped by what settles it',
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
  const grouped = new Set(missingGrants.flatMap((missing) => missing.scopes))
  const label = clusterLabels(missingGrants.flatMap((missing) => missing.clusters.map((id) => ({ id }))))
  return [
    ...scopes.filter(({ id }) => !grouped.has(id)).map(scopeLine),
    `${healthy} of ${clusters} clusters can be read in full`,
    ...missingGrants.flatMap((missing) => missingGrantLines(missing, label)),
  ]
}

const scopeLine = ({ id, outcome, detail }: Diagnosis['scopes'][number]): string =>
  `${outcome === 'listed' ? '✓' : '✗'} ${safeText(id)}: ${outcome}${detail ? `, ${safeText(detail)}` : ''}`

/** Names in one line. */
const mostNamed = 10

function missingGrantLines(
  { failure, clusters, sections, scopes }: MissingGrant,
  label: (id: string) => string,
): string[] {
  const names = [...scopes, ...clusters.map(label)].map(safeText)
  const many = counted(names.length, scopes.length > 0 ? 'scope' : 'cluster')
  const unread = scopes.length > 0 ? 'listed' : `read: ${sections.join(', ')}`
  return [
    '',
    `✗ ${names.length === 1 ? names.join('') : many}: ${withCause(safeText(failure.detail), failure.cause)}`,
    `  not ${unread}`,
    `  → ${safeText(remedyOf(failure))}`,
    ...(names.length > 1 ? [`  ${listed(names, mostNamed)}`] : []),
  ]
}

const remedyOf = ({ cause, grant }: MissingGrant['failure']): string => (grant ? grantLabel(grant) : remedies[cause])

/** What to do where no grant is known that settles it; by cause, for the detail has been printed above. */
const remedies: Readonly<Record<Cause, string>> = {
  forbidden: 'give the auditor’s identity the least role: fleet-auditor access',
  unauthenticated: 'log in again, and see which identity the source names',
  unreachable:
    'see that the address is right, and that no firewall or allow list stands between; else use fleet-auditor collect inside its network',
  timeout:
    'see what holds the answer back (a firewall that drops is silent), or allow more time with --cluster-deadline',
  throttled: 'run again later, or with fewer clusters at once (--concurrency)',
  'absent-api': 'switch the API on, or take the source out of the fleet file',
  'private-endpoint': 'run fleet-auditor collect inside its network, and ingest the file here',
  filtered: 'see which proxy or gateway answers in place of the API server',
  'terminated-early': 'run again; if it stays, see what cuts the connection',
  'too-large': 'narrow what is read: see what of this kind there is so much of',
  malformed: 'see what answers at this address, or what is written in this file: it is not what it should be',
  undeclared: 'name it in the fleet file',
  'no-vantage': 'declare a vantage that reaches it in the fleet file',
  outdated: 'bring the cluster to a version that is supported',
  cancelled: 'run it again to its end',
  'too-young': 'run it again later',
  contested: 'find out which of the two clusters is the one: fleet-auditor clusters',
  'worker-died': 'run it again; if it stays, report it',
  'tool-error': 'this is a bug: run it with --verbose, and report it',
}
