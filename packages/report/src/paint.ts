import type { Severity } from '@fleet-auditor/model/severity.ts'

/** Wraps text in a terminal's colour codes, or leaves it as it is. */
export interface Paint {
  readonly bold: (text: string) => string
  readonly dim: (text: string) => string
  readonly severity: (severity: Severity, text: string) => string
  readonly good: (text: string) => string
  readonly bad: (text: string) => string
}

const code = (open: number, close: number) => (text: string) => `\u001b[${open}m${text}\u001b[${close}m`

const bySeverity: Readonly<Record<Severity, (text: string) => string>> = {
  critical: code(35, 39),
  high: code(31, 39),
  medium: code(33, 39),
  low: code(36, 39),
  info: code(90, 39),
}

export const colours: Paint = {
  bold: code(1, 22),
  dim: code(2, 22),
  severity: (severity, text) => bySeverity[severity](text),
  good: code(32, 39),
  bad: code(31, 39),
}

const same = (text: string): string => text
export const noColours: Paint = { bold: same, dim: same, severity: (_, text) => same(text), good: same, bad: same }
