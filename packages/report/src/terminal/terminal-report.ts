import type { AuditDocument } from '@fleet-auditor/model/audit-document.ts'
import type { Digest } from '@fleet-auditor/model/digest.ts'
import { waivedLines } from '../waived-lines.ts'
import { changeLines } from './change-lines.ts'
import { clusterLines } from './cluster-lines.ts'
import { findingDetails, unknownDetails } from './detail-lines.ts'
import { wrapped } from './fitted-table.ts'
import { fixFirst } from './fix-first.ts'
import { headline } from './headline.ts'
import { cut, reportInput, type Layout, type ReportInput } from './layout.ts'
import { unreadLines } from './unread-lines.ts'

interface TerminalOptions extends Layout {
  /** Below the report: every finding with its remedy, and everything that was not checked. */
  readonly verbose: boolean
  /** Of the same run. */
  readonly digest: Digest
  /** The exit code of the command, and why. */
  readonly ending: string
}

/**
 * A run as a person reads it in the morning: the answer, what changed, what to fix first, the clusters, what was not
 * read, and the reason of the exit code.
 */
export function terminalReport(document: AuditDocument, options: TerminalOptions): string {
  const input = reportInput(document, options.digest)
  const blocks = [
    headline(input, options),
    changeLines(input, options),
    fixFirst(input, options),
    clusterLines(input, options),
    unreadLines(input, options),
    waivedBlock(input, options),
    ...(options.verbose ? [findingDetails(input, options), unknownDetails(input, options)] : []),
    wrapped(options.ending, options.width, '  '),
  ]
  const shown = blocks.filter(({ length }) => length > 0)
  return `${shown.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

function waivedBlock({ document, named }: ReportInput, layout: Layout): string[] {
  const lines = waivedLines(document, (id) => named(id).name)
  const { shown, hidden } = cut(lines, 3, layout)
  if (lines.length === 0) return []
  return [
    layout.paint.bold('ACCEPTED BY WAIVERS'),
    ...shown.flatMap((line) => wrapped(`  ${line}`, layout.width, '    ')).map(layout.paint.dim),
    ...(hidden > 0 ? [`  … ${hidden} more (--all)`] : []),
  ]
}
