import process from 'node:process'
import { notifyRun } from '@fleet-auditor/audit/notify/notify-run.ts'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import type { Environment } from './environment.ts'
import { wireNotify } from './slack-wiring.ts'

/** Tells a run in Slack and says on stderr what became of it. */
export async function tellSlack(
  run: string,
  fleet: FleetFile,
  store: FleetStore,
  { slack }: Environment,
): Promise<void> {
  const { sent, updated, already } = await notifyRun(run, fleet, await wireNotify(slack, fleet, store))
  const told = [
    `${sent} sent`,
    ...(updated > 0 ? [`${updated} updated`] : []),
    ...(already > 0 ? [`${already} as sent before`] : []),
  ]
  process.stderr.write(
    `fleet-auditor: Slack: ${told.join(', ')}${sent + updated + already === 0 ? ': nothing to tell' : ''}\n`,
  )
}
