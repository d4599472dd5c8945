import type { AuditDocument } from '@fleet-auditor/model/audit-document.ts'

/** What JSON leaves as it is and a terminal or a reader acts on: C1 controls, and marks that turn, join or hide text. */
const acted = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu

/**
 * JSON whose every character shows: what would act is written as `\u....`, which reads back as the same text. One line,
 * or indented by two.
 */
export const jsonText = (value: unknown, indent: 0 | 2 = 0): string => escaped(JSON.stringify(value, null, indent))

/** Of JSON, or of YAML whose strings are in double quotes: the same escape means the same there. */
export const escaped = (text: string): string =>
  text.replace(acted, (character) =>
    // Beyond the basic plane a character is two units, each with its escape.
    Array.from({ length: character.length }, (_, at) => unitText(character.charCodeAt(at))).join(''),
  )

const unitText = (unit: number): string => String.raw`\u` + unit.toString(16).padStart(4, '0')

/** One JSON object a line, each with its `kind`: the run, then clusters, verdicts, findings and changes. */
export function documentLines(document: AuditDocument): string {
  const { run, clusters, verdicts, findings, changes } = document
  const lines = [
    { kind: 'run', ...run },
    ...clusters.map((cluster) => ({ kind: 'cluster', ...cluster })),
    ...verdicts.map((verdict) => ({ kind: 'verdict', ...verdict })),
    ...findings.map((finding) => ({ kind: 'finding', ...finding })),
    ...changes.map(({ kind: change, ...rest }) => ({ kind: 'change', change, ...rest })),
  ]
  return lines.map((line) => `${jsonText(line)}\n`).join('')
}
