import type { ComparisonWord } from '@fleet-auditor/model/finding.ts'
import { Severity } from '@fleet-auditor/model/severity.ts'
import type { Digest, DigestLine } from './digest.ts'
import { listed } from './listed.ts'
import type { Paint } from './paint.ts'

const marks: Readonly<Record<ComparisonWord, string>> = {
  opened: '+',
  reopened: '+',
  worsened: '▲',
  eased: '▼',
  resolved: '✓',
  standing: '=',
  incomparable: '?',
}

/** A digest as plain lines, for a terminal. A first night tells counts, not every finding. */
export function digestText(digest: Digest, paint: Paint): string[] {
  return [
    ...headline(digest, paint),
    ...(digest.baseline ? ['first night: this is the baseline'] : digest.lines.map((line) => lineText(line, paint))),
    ...digest.unreadScopes.map(({ scope, detail }) => `! scope ${scope} could not be read: ${detail}`),
    ...digest.stale.map(({ cluster, cause, since }) =>
      since ? `! ${cluster}: ${cause}; its findings are as of ${since}` : `! ${cluster}: ${cause}; never read so far`,
    ),
    ...(digest.lines.length === 0 ? ['nothing changed'] : []),
  ]
}

function headline({ run }: Digest, paint: Paint): string[] {
  const { counts } = run
  if (!counts) return [`run ${run.id} has not ended`]
  const open = Severity.options
    .filter((severity) => counts.open[severity] > 0)
    .map((severity) => paint.severity(severity, `${counts.open[severity]} ${severity}`))
  const state = run.state === 'complete' ? 'complete' : paint.bad('INCOMPLETE')
  return [
    `run ${run.id}: ${state}, ${counts.audited} of ${counts.clusters} clusters read; ` +
      `open: ${open.join(', ') || 'none'}; ${counts.opened} opened, ${counts.worsened} worsened, ${counts.resolved} resolved; ` +
      `${counts.unknowns} answers not known`,
  ]
}

function lineText(line: DigestLine, paint: Paint): string {
  const word = line.rule ? `${line.word} (new rule)` : line.word
  const why = line.why ? `, ${line.why}` : ''
  const severity = paint.severity(line.severity, line.severity)
  return `${marks[line.word]} ${word}${why}: ${severity} ${line.check}: ${listed(line.clusters, 6)}`
}
