import { styleText } from 'node:util'
import type { Severity } from '@fleet-auditor/model/severity.ts'
import { noColours, type Paint } from '@fleet-auditor/report/paint.ts'

type Style = Parameters<typeof styleText>[0]

/** Whether there are colours was decided from the environment, for standard output. */
const styled =
  (style: Style) =>
  (text: string): string =>
    styleText(style, text, { validateStream: false })

const bySeverity: Readonly<Record<Severity, (text: string) => string>> = {
  critical: styled(['bold', 'red']),
  high: styled('magenta'),
  medium: styled('yellow'),
  low: styled('cyan'),
  info: styled('gray'),
}

const colours: Paint = {
  bold: styled('bold'),
  dim: styled('dim'),
  severity: (severity, text) => bySeverity[severity](text),
  good: styled('green'),
  bad: styled('red'),
}

export const paintIn = (wantsColours: boolean): Paint => (wantsColours ? colours : noColours)
