import { cancellation } from '@fleet-auditor/audit/deadline.ts'
import type { RunStarter } from '@fleet-auditor/audit/ports/run-starter.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { RunSelection } from '@fleet-auditor/model/run.ts'

/** `draining`: start no further cluster; `signal`: stop what is under way too. */
export interface StopSignals {
  readonly signal: AbortSignal
  readonly draining: AbortSignal
}

/** Audits once and reports its own failures: it never rejects. */
export type AuditOnce = (run: string, selection: RunSelection, stop: StopSignals) => Promise<void>

export interface AuditQueue extends RunStarter {
  /**
   * Drops waiting runs, lets the running audit end its clusters within the grace, then cancels it. Resolves with the
   * dropped runs: their callers were promised them.
   */
  drain(graceMs: number): Promise<readonly string[]>
}

const mostWaiting = 8

/** One audit at a time; others wait in their order. */
export function createAuditQueue(auditOnce: AuditOnce): AuditQueue {
  const waiting: { readonly run: string; readonly selection: RunSelection }[] = []
  const begun = new Set<string>()
  const [draining, cancelled] = [new AbortController(), new AbortController()]
  let working: Promise<void> | undefined
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      await auditOnce(next.run, next.selection, { signal: cancelled.signal, draining: draining.signal })
      begun.delete(next.run)
    }
    working = undefined
  }
  return {
    async start(run, selection) {
      if (begun.has(run)) return 'already'
      if (draining.signal.aborted) throw refusal('the process is ending', 'ask again once it has been restarted')
      if (waiting.length >= mostWaiting) throw refusal(`${mostWaiting} audits are waiting`, 'ask again when one ended')
      begun.add(run)
      waiting.push({ run, selection })
      working ??= work()
      return 'started'
    },
    async drain(graceMs) {
      const dropped = waiting.splice(0).map(({ run }) => run)
      draining.abort(cancellation())
      const timer = setTimeout(() => cancelled.abort(cancellation()), graceMs)
      await working
      clearTimeout(timer)
      return dropped
    },
  }
}

const refusal = (message: string, remedy: string): AuditorError =>
  new AuditorError('usage', message, { reason: 'throttled', remedy })
