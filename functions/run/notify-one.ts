import { notifyRun, type NotifyPorts } from '@fleet-auditor/audit/notify/notify-run.ts'
import type { WithNotifiers } from '../wiring/notify.ts'
import { timeLeft } from './invocation.ts'
import { progressTo } from './log.ts'
import type { Call } from './step-with.ts'

/** Milliseconds that the messages of one run may take, Slack's waits included. */
const deadlineMs = 120_000

/** Notifies Slack and the topic of criticals of one run. Repeated, it sends what is missing. */
export async function notifyOne(
  run: string,
  { fleet, store, clock, notifiers, log, invocation }: WithNotifiers & Call,
): Promise<{ run: string; sent: number }> {
  const { messenger, pager } = await notifiers()
  const progress = progressTo(log)
  const ports: NotifyPorts = { ledger: store.ledger, outbox: store.outbox, clock, progress, messenger, pager }
  const result = await notifyRun(run, fleet, ports, { deadlineMs: timeLeft(invocation, deadlineMs) })
  log({ kind: 'notified', run, by: messenger?.kind ?? 'none', ...result })
  return { run, sent: result.sent }
}
