import type { Severity } from '@fleet-auditor/model/severity.ts'

/** Colours text for a terminal, or leaves it as it is; the caller knows its terminal. */
export interface Paint {
  readonly bold: (text: string) => string
  readonly dim: (text: string) => string
  readonly severity: (severity: Severity, text: string) => string
  readonly good: (text: string) => string
  readonly bad: (text: string) => string
}

const same = (text: string): string => text
export const noColours: Paint = { bold: same, dim: same, severity: (_, text) => text, good: same, bad: same }
