import process from 'node:process'
import { auditFleet, type FleetAuditing } from '@fleet-auditor/audit/audit-fleet.ts'
import { withDeadline } from '@fleet-auditor/audit/deadline.ts'
import { clusterChecks, fleetChecks, planeChecks, ruleSet } from '@fleet-auditor/checks/registry.ts'
import { canonical } from '@fleet-auditor/model/canonical.ts'
import type { AuditFlags } from '../audit-flags.ts'
import { cancelOnSignal } from '../cancel-on-signal.ts'
import { cancelledText } from '../cancelled-text.ts'
import type { Environment } from '../environment.ts'
import { exitCodeOf } from '../exit-code.ts'
import { progressTo } from '../progress-line.ts'
import { requireSlack } from '../slack-wiring.ts'
import { newRunId } from '../run-id.ts'
import { tellAudit } from '../tell-audit.ts'
import { tellSlack } from '../tell-slack.ts'
import { scopesFor, scopesIn, type Sources } from '../sources.ts'
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
        const expanded = await scopesIn(sources, ports, { scopeDeadlineMs: flags.clusterDeadlineMs, signal })
        return await auditFleet({ ...auditingOf(flags, sources, ports.clock.now(), signal), ...expanded }, ports)
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

function auditingOf(
  flags: AuditFlags,
  { fleet, partial }: Sources,
  now: string,
  signal: AbortSignal,
): Omit<FleetAuditing, 'scopes'> {
  return {
    run: newRunId(now),
    ruleSet: canonical(ruleSet),
    fleet,
    selection: { clusters: flags.clusters, providers: flags.providers },
    partial,
    checks: chosen(clusterChecks, flags),
    fleetChecks: chosen(fleetChecks, flags),
    planeChecks: chosen(planeChecks, flags),
    concurrency: flags.concurrency,
    clusterDeadlineMs: flags.clusterDeadlineMs,
    scopeDeadlineMs: flags.clusterDeadlineMs,
    probeTimeoutMs: flags.probeTimeoutMs,
    signal,
  }
}

function chosen<C extends { readonly id: string }>(checks: readonly C[], flags: AuditFlags): C[] {
  return checks.filter(
    (check) => (flags.only.length === 0 || flags.only.includes(check.id)) && !flags.skip.includes(check.id),
  )
}
