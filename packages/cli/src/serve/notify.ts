import { notifyRun } from '@fleet-auditor/audit/notify/notify-run.ts'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import type { SlackAccess } from '../wiring/environment.ts'
import { wireNotify } from '../wiring/slack.ts'
import { failureFields, type ServeLog } from './log.ts'

/** Sends one run to people. What cannot be delivered is a line of the log: the process goes on, and sends it later. */
export type Notify = (run: string) => Promise<void>

export const noNotification: Notify = async () => {}

/** Throws AuditorError `config` where Slack is not configured. */
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
