import type { Progress } from '@fleet-auditor/audit/ports/progress.ts'
import { clusterLabel } from '@fleet-auditor/model/cluster-label.ts'
import { safeText, shortened } from '@fleet-auditor/report/safe-text.ts'
import type { Environment, Io } from '../wiring/environment.ts'

type ProgressStyle = 'quiet' | 'lines' | 'line'

interface ShownProgress extends Disposable {
  readonly progress: Progress
  /** Clears the line, for what is printed next. */
  end(): void
}

/** Of a command that audits. */
export const progressStyle = (
  { quiet }: { readonly quiet: boolean },
  { interactive }: Pick<Environment, 'interactive'>,
): ProgressStyle => (quiet ? 'quiet' : interactive ? 'line' : 'lines')

/** Progress on standard error: one line that is redrawn on a terminal, plain lines elsewhere. */
export function showProgress(style: ProgressStyle, { environment, err }: Io): ShownProgress {
  let planned = 0
  let ended = 0
  const write = (text: string): void => {
    if (style === 'line') err(`\r\u001b[K${shortened(text, environment.width - 1)}`)
    else if (style === 'lines') err(`${text}\n`)
  }
  const progress: Progress = (event) => {
    switch (event.kind) {
      case 'scope-listed':
        return write(`${safeText(event.scope)}: ${event.clusters === 1 ? '1 cluster' : `${event.clusters} clusters`}`)
      case 'scope-failed':
        return write(`${safeText(event.scope)}: could not be listed: ${safeText(event.detail)}`)
      case 'planned':
        planned = event.clusters
        return
      case 'cluster-started':
        return
      case 'cluster-ended': {
        ended++
        const fails = event.verdicts.filter((verdict) => verdict.verdict === 'fail').length
        return write(
          `[${ended}/${planned}] ${safeText(clusterLabel(event.row))}: ${event.row.outcome}, ${fails} failing`,
        )
      }
      case 'note':
        return write(safeText(event.message))
    }
  }
  const end = (): void => {
    if (style === 'line') err('\r\u001b[K')
  }
  return { progress, end, [Symbol.dispose]: end }
}
