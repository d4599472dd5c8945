import { writeFile } from 'node:fs/promises'
import process from 'node:process'
import { auditFleet } from '@fleet-auditor/audit/audit-fleet.ts'
import { withDeadline } from '@fleet-auditor/audit/deadline.ts'
import { scopesOf } from '@fleet-auditor/audit/scopes.ts'
import { clusterChecks, fleetChecks, ruleSet } from '@fleet-auditor/checks/registry.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { AuditDocument } from '@fleet-auditor/model/audit-document.ts'
import { canonical } from '@fleet-auditor/model/canonical.ts'
import type { Scope } from '@fleet-auditor/model/scope.ts'
import { colours, noColours } from '@fleet-auditor/report/paint.ts'
import { terminalReport } from '@fleet-auditor/report/terminal.ts'
import { documentLines } from '@fleet-auditor/report/document-lines.ts'
import { cancelOnSignal } from '../cancel-on-signal.ts'
import type { Environment } from '../environment.ts'
import { exitCodeOf } from '../exit-code.ts'
import { readFleetFile, undeclaredFleet } from '../fleet-source.ts'
import { progressTo } from '../progress-line.ts'
import { newRunId } from '../run-id.ts'
import { openStore, wire } from '../wiring.ts'
import type { AuditFlags } from '../audit-flags.ts'

/** Audits the fleet, or a part of it, stores the night and tells it. Resolves to the exit code. */
export async function audit(flags: AuditFlags, environment: Environment): Promise<number> {
  const fleet = flags.fleet ? await readFleetFile(flags.fleet) : undeclaredFleet()
  const scopes = scopesFor(flags, scopesOf(fleet))
  const store = await openStore(flags.data ?? environment.dataFolder)
  const shown = progressTo(flags.quiet ? 'quiet' : environment.interactive ? 'line' : 'lines', environment)
  const cancel = cancelOnSignal()
  try {
    const ports = await wire({ fleet, environment, store, progress: shown.progress })
    const document = await withDeadline(cancel.signal, flags.deadlineMs, (signal) =>
      auditFleet(
        {
          run: newRunId(ports.clock.now()),
          ruleSet: canonical(ruleSet),
          fleet,
          scopes,
          selection: { clusters: flags.clusters, providers: flags.providers },
          partial: flags.fleet === undefined || flags.contexts.length > 0,
          checks: chosen(clusterChecks, flags),
          fleetChecks: chosen(fleetChecks, flags),
          concurrency: flags.concurrency,
          clusterDeadlineMs: flags.clusterDeadlineMs,
          scopeDeadlineMs: flags.clusterDeadlineMs,
          probeTimeoutMs: flags.probeTimeoutMs,
          signal,
        },
        ports,
      ).finally(() => ports.prober.close()),
    )
    shown.end()
    await tell(document, flags, environment)
    return cancel.signal.aborted ? 130 : exitCodeOf(document, flags)
  } finally {
    shown.end()
    cancel.dispose()
    await store.close()
  }
}

/** A kubeconfig flag audits its contexts and nothing else; with no fleet file, the current context. */
function scopesFor(flags: AuditFlags, declared: readonly Scope[]): readonly Scope[] {
  if (flags.kubeconfig !== undefined || flags.contexts.length > 0 || flags.fleet === undefined) {
    const [cloud] = flags.providers
    const file = flags.kubeconfig ? { file: flags.kubeconfig } : {}
    return [{ provider: 'kubeconfig', contexts: [...flags.contexts], ...file, ...(cloud ? { cloud } : {}) }]
  }
  if (declared.length === 0) {
    throw new AuditorError('config', 'the fleet file names no source: there is nothing to audit', {
      place: `${flags.fleet}: sources`,
      remedy: 'name an account, a project, a subscription or a kubeconfig under sources',
    })
  }
  return declared
}

function chosen<C extends { readonly id: string }>(checks: readonly C[], flags: AuditFlags): C[] {
  return checks.filter(
    (check) => (flags.only.length === 0 || flags.only.includes(check.id)) && !flags.skip.includes(check.id),
  )
}

async function tell(document: AuditDocument, flags: AuditFlags, environment: Environment): Promise<void> {
  const paint = environment.colours && flags.colour && flags.output === undefined ? colours : noColours
  const text =
    flags.format === 'json'
      ? `${JSON.stringify(document, null, 2)}\n`
      : flags.format === 'ndjson'
        ? documentLines(document)
        : terminalReport(document, { paint, verbose: flags.verbose })
  if (flags.output === undefined) process.stdout.write(text)
  else await writeOutput(flags.output, text)
}

async function writeOutput(file: string, text: string): Promise<void> {
  await writeFile(file, text).catch((error: Error) => {
    throw new AuditorError('config', `the report could not be written: ${error.message}`, {
      place: `--output ${file}`,
      remedy: 'the run is stored: print it again with fleet-auditor runs --run <id> --format json',
      cause: error,
    })
  })
}
