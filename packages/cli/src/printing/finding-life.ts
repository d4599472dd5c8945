import type { FindingLife, LifeEvent } from '@fleet-auditor/audit/history/finding-life.ts'
import { namedFinding } from '@fleet-auditor/audit/history/named-finding.ts'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import type { PresentedFinding } from '@fleet-auditor/model/presented-finding.ts'
import { subjectLabel } from '@fleet-auditor/model/subject.ts'
import { columns } from '@fleet-auditor/report/columns.ts'
import { counted } from '@fleet-auditor/report/counted.ts'
import type { Paint } from '@fleet-auditor/report/paint.ts'
import { remedyLines } from '@fleet-auditor/report/remedy-text.ts'
import { safeText } from '@fleet-auditor/report/safe-text.ts'
import { waiverText } from '@fleet-auditor/report/waived-lines.ts'
import { clock } from '../wiring/clock.ts'
import type { Io } from '../wiring/environment.ts'
import { readFleetFile, undeclaredFleet } from '../wiring/fleet-file.ts'
import { paintIn } from './paint.ts'
import { printRows, type Format } from './rows.ts'

/** The whole life of the finding that a fingerprint names; with a fleet file its waivers too. */
export async function printLife(
  fingerprint: string,
  { fleet: file, format }: { readonly fleet?: string; readonly format: Format },
  store: FleetStore,
  io: Io,
): Promise<void> {
  const fleet = file === undefined ? undeclaredFleet() : await readFleetFile(file)
  const { finding, life } = await namedFinding(fingerprint, { fleet }, { store, clock })
  printRows(io, format, [{ ...finding, ...life }], () => lifeLines(finding, life, paintIn(io.environment.colours)))
}

/** A finding as it is now, what to do about it, and every change that is stored of it. */
function lifeLines(finding: PresentedFinding, life: FindingLife, paint: Paint): string[] {
  const { check, title, severity, state, resolution, cluster, subject, text, remedy, waived } = finding
  const accepted = waived && `  ${safeText(waiverText(waived))}: ${safeText(waived.reason)}`
  return [
    `${paint.severity(severity, severity)} ${paint.bold(check)}: ${title}`,
    `  ${resolution ? `${state} (${resolution})` : state}, ${safeText(cluster)}, ${safeText(subjectLabel(subject))}`,
    `  ${text}`,
    `  first seen ${finding.firstSeen}, last seen ${finding.lastSeen}`,
    ...(finding.staleSince === undefined ? [] : [`  its target could not be read since ${finding.staleSince}`]),
    ...(accepted ? [accepted] : []),
    '',
    ...eventLines(life),
    ...(remedy === undefined || state === 'resolved'
      ? []
      : ['', `→ ${remedy.summary}`, ...remedyLines(remedy, paint), `on every cluster: fleet-auditor fix ${check}`]),
  ]
}

function eventLines({ events, earlier, flapping }: FindingLife): string[] {
  const before = earlier.length === 0 ? [] : [`earlier, of runs that are no longer stored: ${earlier.join(', ')}`]
  const often = flapping === undefined ? [] : [`flapping: it changed ${counted(flapping, 'time')} in the last 14 runs`]
  const header = ['WHEN', 'CHANGE', 'SEVERITY', 'RULE', 'RUN']
  return [...before, ...columns([header, ...events.map(eventRow)]), ...often]
}

const eventRow = (event: LifeEvent): string[] => [
  event.at.slice(0, 19),
  changeText(event),
  event.from === undefined ? event.severity : `${event.from} → ${event.severity}`,
  `v${event.ruleVersion}`,
  event.run,
]

function changeText({ kind, resolution, rule, waived }: LifeEvent): string {
  const word = kind === 'unchanged' ? 'other evidence' : kind
  const why = resolution ?? (rule ? 'new rule' : undefined)
  const accepted = waived ? [safeText(waiverText(waived))] : []
  return [word, ...(why === undefined ? [] : [why]), ...accepted].join(', ')
}
