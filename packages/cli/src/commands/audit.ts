import { writeFile } from 'node:fs/promises'
import process from 'node:process'
import { auditFleet, type FleetAuditing } from '@fleet-auditor/audit/audit-fleet.ts'
import { withDeadline } from '@fleet-auditor/audit/deadline.ts'
import { clusterChecks, fleetChecks, ruleSet } from '@fleet-auditor/checks/registry.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { AuditDocument } from '@fleet-auditor/model/audit-document.ts'
import { canonical } from '@fleet-auditor/model/canonical.ts'
import { documentLines } from '@fleet-auditor/report/document-lines.ts'
import { colours, noColours } from '@fleet-auditor/report/paint.ts'
import { terminalReport } from '@fleet-auditor/report/terminal.ts'
import type { AuditFlags } from '../audit-flags.ts'
import { cancelOnSignal } from '../cancel-on-signal.ts'
import { cancelledText } from '../cancelled-text.ts'
import type { Environment } from '../environment.ts'
import { exitCodeOf } from '../exit-code.ts'
import { progressTo } from '../progress-line.ts'
import { newRunId } from '../run-id.ts'
import { scopesFor, type Sources } from '../sources.ts'
import { openStore, wire } from '../wiring.ts'

/** Audits the fleet, or a part of it, stores the night and tells it. Resolves to the exit code. */
export async function audit(flags: AuditFlags, environment: Environment): Promise<number> {
  const sources = await scopesFor(flags)
  const store = await openStore(flags.data ?? environment.dataFolder)
  const shown = progressTo(flags.quiet ? 'quiet' : environment.interactive ? 'line' : 'lines', environment)
  const cancel = cancelOnSignal(() => {
    shown.end()
    process.stderr.write('fleet-auditor: cancelling; what has finished is stored. Ctrl-C again ends at once.\n')
  })
  try {
    const ports = await wire({ fleet: sources.fleet, environment, store, progress: shown.progress })
    const document = await withDeadline(cancel.signal, flags.deadlineMs, async (signal) => {
      try {
        return await auditFleet(auditingOf(flags, sources, ports.clock.now(), signal), ports)
      } finally {
        await ports.prober.close()
      }
    })
    shown.end()
    await tell(document, flags, environment)
    if (!cancel.signal.aborted) return exitCodeOf(document, flags)
    process.stderr.write(cancelledText(document))
    return 130
  } finally {
    shown.end()
    cancel.dispose()
    await store.close()
  }
}

function auditingOf(flags: AuditFlags, sources: Sources, now: string, signal: AbortSignal): FleetAuditing {
  const { fleet, scopes, partial } = sources
  return {
    run: newRunId(now),
    ruleSet: canonical(ruleSet),
    fleet,
    scopes,
    selection: { clusters: flags.clusters, providers: flags.providers },
    partial,
    checks: chosen(clusterChecks, flags),
    fleetChecks: chosen(fleetChecks, flags),
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

async function tell(document: AuditDocument, flags: AuditFlags, environment: Environment): Promise<void> {
  const text = textOf(document, flags, environment)
  if (flags.output === undefined) process.stdout.write(text)
  else await writeOutput(flags.output, text, document.run.id)
}

function textOf(document: AuditDocument, flags: AuditFlags, environment: Environment): string {
  if (flags.format === 'json') return `${JSON.stringify(document, null, 2)}\n`
  if (flags.format === 'ndjson') return documentLines(document)
  const paint = environment.colours && flags.colour && flags.output === undefined ? colours : noColours
  return terminalReport(document, { paint, verbose: flags.verbose })
}

async function writeOutput(file: string, text: string, run: string): Promise<void> {
  await writeFile(file, text).catch((error: Error) => {
    throw new AuditorError('config', `the report could not be written: ${error.message}`, {
      place: `--output ${file}`,
      remedy: `the run is stored as ${run}: see fleet-auditor runs --run ${run}, fleet-auditor findings`,
      cause: error,
    })
  })
}
