import process from 'node:process'
import { auditFleet } from '@fleet-auditor/audit/audit-fleet.ts'
import { withDeadline } from '@fleet-auditor/audit/deadline.ts'
import type { AuditFlags } from '../audit-flags.ts'
import { cancelOnSignal } from '../cancel-on-signal.ts'
import { cancelledText } from '../cancelled-text.ts'
import type { Environment } from '../environment.ts'
import { exitCodeOf } from '../exit-code.ts'
import { progressTo } from '../progress-line.ts'
import { requireSlack } from '../slack-wiring.ts'
import { contextOfFlags } from '../run-context.ts'
import { tellAudit } from '../tell-audit.ts'
import { tellSlack } from '../tell-slack.ts'
import { scopesFor, scopesIn } from '../sources.ts'
import { openStore, wire } from '../wiring.ts'

/** Audits the fleet, or a part of it, stores the night and tells it. Resolves to the exit code. */
export async function audit(flags: AuditFlags, environment: Environment): Promise<number> {
  const sources = await scopesFor(flags)
  // A mistake in how Slack is reached is told before the work, not after it.
  if (flags.slack) requireSlack(environment.slack, sources.fleet)
  const store = await openStore(flags.data ?? environment.dataFolder)
  const shown = progressTo(flags.quiet ? 'quiet' : environment.interactive ? 'line' : 'lines', environment)
  const cancel = cancelOnSignal(() => {
    shown.end()
    process.stderr.write('fleet-auditor: cancelling; what has finished is stored. Ctrl-C again ends at once.\n')
  })
  try {
    const ports = await wire({ fleet: sources.fleet, environment, store, progress: shown.progress })
    const audited = await withDeadline(cancel.signal, flags.deadlineMs, async (signal) => {
      try {
        const context = contextOfFlags(flags, sources.fleet, signal)
        const expanded = await scopesIn(sources, context, ports)
        const selection = { scopes: [], clusters: flags.clusters, providers: flags.providers }
        return await auditFleet({ ...expanded, selection, partial: sources.partial }, context, ports)
      } finally {
        await ports.prober.close()
      }
    })
    shown.end()
    await tellAudit(audited, flags, environment)
    const { document } = audited
    if (cancel.signal.aborted) {
      process.stderr.write(cancelledText(document))
      return 130
    }
    if (flags.slack) await tellSlack(document.run.id, sources.fleet, store, environment)
    return exitCodeOf(document, flags)
  } finally {
    shown.end()
    cancel.dispose()
    await store.close()
  }
}
