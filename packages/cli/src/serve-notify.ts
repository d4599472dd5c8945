import { notifyRun } from '@fleet-auditor/audit/notify/notify-run.ts'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import type { SlackAccess } from './environment.ts'
import { failureFields, type ServeLog } from './serve-log.ts'
import { wireNotify } from './slack-wiring.ts'

/** Tells one run to people. What cannot be delivered is a line of the log: the process goes on, and tells it later. */
export type Notify = (run: string) => Promise<void>

export const notifyNobody: Notify = async () => {}

/** Throws AuditorError `config` where the environment does not say how Slack is reached. */
export async function slackNotifier(
  access: SlackAccess | undefined,
  fleet: FleetFile,
  store: FleetStore,
  log: ServeLog,
): Promise<Notify> {
  const ports = await wireNotify(access, fleet, store)
  return async (run) => {
    try {
      log({ kind: 'notified', run, ...(await notifyRun(run, fleet, ports)) })
    } catch (error) {
      log({ kind: 'notify-failed', run, ...failureFields(error) })
    }
  }
}
