import { wasRead, type LastReading } from '@fleet-auditor/audit/queries/last-readings.ts'
import { clusterLabels } from '@fleet-auditor/model/cluster-label.ts'
import { counted, listed } from '@fleet-auditor/report/counted.ts'
import { safeText } from '@fleet-auditor/report/safe-text.ts'

/** Names in one line. */
const mostNamed = 6

/** What a list of findings does not show: clusters that were not read, and checks without an answer. `check`: the only one. */
export function unreadNote(readings: readonly LastReading[], check?: string): string[] {
  if (readings.length === 0) return ['no cluster was audited yet: nothing is known of any']
  const label = clusterLabels(readings.map(({ registered }) => registered.cluster))
  const unread = readings.filter((reading) => !wasRead(reading))
  const unanswered = readings.filter((reading) => wasRead(reading) && unknownsIn(reading, check) > 0)
  const lines = []
  if (unread.length > 0) {
    const of = `${unread.length} of ${counted(readings.length, 'cluster')}`
    lines.push(
      `not read: ${of}: ${listed(
        unread.map((each) => unreadText(each, label)),
        mostNamed,
      )}`,
    )
  }
  if (unanswered.length > 0) {
    let answers = 0
    for (const each of unanswered) answers += unknownsIn(each, check)
    const where = listed(
      unanswered.map(({ registered }) => safeText(label(registered.cluster.id))),
      mostNamed,
    )
    const which = check === undefined ? '' : ` --check ${check}`
    const list = `fleet-auditor findings --state unknown${which}`
    lines.push(`not answered: ${counted(answers, 'question')} on ${where}; list them with: ${list}`)
  }
  return lines
}

const unknownsIn = ({ verdicts }: LastReading, check: string | undefined): number =>
  verdicts.filter((answer) => answer.verdict === 'unknown' && (check === undefined || answer.check === check)).length

function unreadText({ registered, row, staleSince }: LastReading, label: (id: string) => string): string {
  const why = row === undefined ? 'no run recorded it' : (row.cause ?? row.outcome)
  const when = staleSince === undefined ? 'never read' : `as of ${staleSince.slice(0, 16)}`
  return `${safeText(label(registered.cluster.id))} (${why}, ${when})`
}
