import type { Digest, DigestLine } from '@fleet-auditor/model/digest.ts'
import type { Paint } from '../paint.ts'
import { withCause } from '../unknowns.ts'
import { changeWord } from './digest-line.ts'

/** Everything a digest holds beyond its short lines, for a terminal: where a shortened message refers its reader. */
export function digestDetails(digest: Digest, paint: Paint): string[] {
  const parts = [
    ...digest.lines.map((line) => lineDetails(line, paint)),
    section(
      'Seen for the first time',
      digest.newClusters.map(({ cluster, open }) => `${cluster}: ${open} open`),
      paint,
    ),
    section(
      'Could not be read',
      digest.stale.map(({ cluster, cause, since }) => `${cluster}: ${cause}${since ? `; as of ${since}` : ''}`),
      paint,
    ),
    section('Not checked', digest.unknowns.flatMap(unknownDetails), paint),
  ]
  return parts.filter((part) => part.length > 0).flatMap((part) => ['', ...part])
}

const section = (title: string, lines: readonly string[], paint: Paint): string[] =>
  lines.length === 0 ? [] : [paint.bold(title), ...lines.map((line) => `  ${line}`)]

function lineDetails(line: DigestLine, paint: Paint): string[] {
  const { severity, check, title, remedy, clusters } = line
  return [
    `${paint.bold(changeWord(line))}: ${paint.severity(severity, severity)} ${check}: ${title}`,
    ...(remedy === undefined ? [] : [`  → ${remedy}`, paint.dim(`    steps: fleet-auditor fix ${check}`)]),
    ...clusters.flatMap(({ cluster, team, texts }) => [
      `  ${cluster}${team === undefined ? '' : ` (${team})`}`,
      ...texts.map((each) => `    ${each}`),
    ]),
  ]
}

const unknownDetails = ({ cause, detail, clusters, checks, remedy }: Digest['unknowns'][number]): string[] => [
  `on ${clusters} ${clusters === 1 ? 'cluster' : 'clusters'}: ${withCause(detail, cause)}: ${checks.join(', ')}`,
  ...(remedy === undefined ? [] : [`  → ${remedy}`]),
]
