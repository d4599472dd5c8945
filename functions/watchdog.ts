import { closeOverdue } from '@fleet-auditor/audit/fan-out/close-overdue.ts'
import { allEnabled } from '@fleet-auditor/audit/run-context.ts'
import { ruleSet } from '@fleet-auditor/checks/registry.ts'
import type { RunSummary } from '@fleet-auditor/model/run.ts'
import type { Invocation } from './invocation.ts'
import { type Log, logged } from './log.ts'
import { emitMetrics } from './metrics.ts'
import { notified } from './notify-wiring.ts'
import { emitRun, runAgeHours, runsToLastComplete } from './run-metrics.ts'
import { type Wired, withWiring } from './wiring.ts'

const hourMs = 3_600_000
/** Longer than the state machine may take (infra/timeouts.ts, machineSeconds): what runs longer has died. */
export const overdueMs = 12.5 * hourMs
/** A message that was not delivered in this time is of no more use. */
const retellMs = 24 * hourMs

/** Closes and tells runs that died, tells again what was not delivered, says how old the last complete run is. */
export async function handler(_event: unknown, invocation: Invocation): Promise<{ closed: readonly string[] }> {
  return logged({ function: 'watchdog' }, (log) =>
    withWiring(async (wired) => {
      const { fleet, store, clock } = wired
      const context = { fleet, checks: allEnabled, rules: ruleSet }
      const closed = await closeOverdue({ overdueMs }, context, { store, clock })
      for (const run of closed) {
        log({ kind: 'run-overdue', run: run.id, state: run.state })
        emitRun(run, clock, 'watchdog')
      }
      const runs = await runsToLastComplete(store)
      const age = runAgeHours(runs, clock.now())
      if (age !== undefined) emitMetrics(fleet.fleet, clock.now(), { RunAgeHours: age }, { function: 'watchdog' })
      const untold = [...closed, ...(await undelivered(runs, wired))].map(({ id }) => id)
      await tellAll([...new Set(untold)], wired, log, invocation)
      return { closed: closed.map(({ id }) => id) }
    }),
  )
}

/**
 * Lately ended runs of which a message waits still (Slack was away longer than the notifier could wait), or which nobody
 * came to tell. Telling a run that has no news, or was told, sends nothing.
 */
async function undelivered(runs: readonly RunSummary[], { store, clock }: Wired): Promise<RunSummary[]> {
  const since = Date.parse(clock.now()) - retellMs
  const ended = runs.filter(({ endedAt }) => endedAt !== undefined && Date.parse(endedAt) >= since)
  const waiting: RunSummary[] = []
  for (const run of ended) {
    const messages = await store.outbox.ofRun(run.id)
    if (messages.length === 0 || messages.some(({ state }) => state === 'pending')) waiting.push(run)
  }
  return waiting
}

/** Every one is tried; the first failure is told at the end. */
async function tellAll(runs: readonly string[], wired: Wired, log: Log, invocation: Invocation): Promise<void> {
  const failures: unknown[] = []
  for (const run of runs) await notified(run, wired, log, invocation).catch((error: unknown) => failures.push(error))
  if (failures.length > 0) throw failures[0]
}
