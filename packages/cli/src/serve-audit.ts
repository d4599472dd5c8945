import { auditFleet, openedRun } from '@fleet-auditor/audit/audit-fleet.ts'
import { withDeadline } from '@fleet-auditor/audit/deadline.ts'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import { isCalled } from '@fleet-auditor/audit/queries/registry-filter.ts'
import { isWhole } from '@fleet-auditor/audit/discovery/select-clusters.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { Run, RunSelection } from '@fleet-auditor/model/run.ts'
import { scopeKey } from '@fleet-auditor/model/scope.ts'
import { contextOfFlags } from './run-context.ts'
import { closeDeadRuns } from './close-dead-runs.ts'
import type { Environment } from './environment.ts'
import type { AuditOnce, StopSignals } from './serve-audits.ts'
import { failureFields, progressLog, type ServeLog } from './serve-log.ts'
import type { Notify } from './serve-notify.ts'
import { scopesIn, type SourceFlags, type Sources } from './sources.ts'
import { wire } from './wiring.ts'

export interface LocalAudit {
  readonly flags: SourceFlags
  readonly sources: Sources
  readonly environment: Environment
  readonly store: FleetStore
  readonly log: ServeLog
  readonly notify: Notify
}

type Expanded = Awaited<ReturnType<typeof scopesIn>>

/** One audit in this process. A run that is closed already is told again, not audited again. */
export const localAudit =
  (local: LocalAudit): AuditOnce =>
  async (run, selection, stop) => {
    const { log, store, notify } = local
    try {
      const earlier = await store.readRunSummary(run)
      if (earlier === undefined || earlier.state === 'running') {
        log({ kind: 'run-began', run, ...selection })
        const { state, counts } = await auditOnce(local, run, selection, stop)
        log({ kind: 'run-ended', run, state, counts })
      }
    } catch (error) {
      log({ kind: 'run-failed', run, ...failureFields(error) })
      await closeFailed(local, run, selection, error)
    }
    // A process that ends leaves it to the next one: Slack may take minutes.
    if (!stop.draining.aborted) await unlessCut(notify(run), stop.signal)
  }

/**
 * A run that failed half way would be called running for ever; one that failed before it was opened was promised to
 * whoever asked for it all the same, and a night that is not there at all would go unnoticed.
 */
async function closeFailed(local: LocalAudit, run: string, selection: RunSelection, error: unknown): Promise<void> {
  const { store, log } = local
  const now = new Date().toISOString()
  const why = error instanceof AuditorError ? error.message : 'the auditor failed; its log tells why'
  try {
    if ((await store.readRunSummary(run)) === undefined) await store.openRun(promisedRun(local, run, selection))
    for (const { id } of await closeDeadRuns(store, now, undefined, why)) {
      log({ kind: 'run-closed', run: id, state: 'incomplete' })
    }
  } catch (failure) {
    log({ kind: 'close-failed', ...failureFields(failure) })
  }
}

function promisedRun({ sources, flags }: LocalAudit, run: string, selection: RunSelection): Run {
  const context = contextOfFlags(flags, sources.fleet, new AbortController().signal, run)
  const narrowed = !isWhole({ scopes: [], clusters: flags.clusters, providers: flags.providers })
  return openedRun(context, selection, sources.partial || narrowed)
}

/** Resolves with the task, or once it is cut: nobody waits any longer then. */
function unlessCut(task: Promise<void>, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  signal.addEventListener('abort', () => resolve(), { once: true })
  if (signal.aborted) resolve()
  return Promise.race([task, promise])
}

async function auditOnce(local: LocalAudit, run: string, selection: RunSelection, stop: StopSignals): Promise<Run> {
  const { flags, sources, environment, store, log } = local
  const { fleet } = sources
  const ports = await wire({ fleet, environment, store, progress: progressLog(log, run) })
  try {
    return await withDeadline(stop.signal, flags.deadlineMs, async (signal) => {
      const context = { ...contextOfFlags(flags, fleet, signal, run), draining: stop.draining }
      const all = await scopesIn(sources, context, ports)
      const expanded = await narrowed(all, selection, store)
      const clusters = selection.clusters.length > 0 ? selection.clusters : flags.clusters
      const asked = { scopes: [], clusters, providers: flags.providers }
      const partial = sources.partial || expanded !== all
      const { document } = await auditFleet({ ...expanded, selection: asked, partial }, context, ports)
      return document.run
    })
  } finally {
    await ports.prober.close()
  }
}

/** The scopes asked for, or those that the clusters asked for were found in; all of them where nothing was. */
async function narrowed(all: Expanded, { scopes, clusters }: RunSelection, store: FleetStore): Promise<Expanded> {
  if (scopes.length === 0 && clusters.length === 0) return all
  const known = clusters.length === 0 ? [] : await store.readRegistry()
  const wanted = new Set(scopes)
  for (const word of clusters) {
    for (const registered of known) if (isCalled(registered, word)) wanted.add(registered.cluster.scope)
  }
  const found = all.scopes.filter((scope) => wanted.has(scopeKey(scope)))
  if (found.length > 0) return { scopes: found, unread: new Map() }
  throw new AuditorError('discover', `no scope of the fleet is ${[...wanted].join(', ')} any more`, {
    remedy: 'audit the whole fleet, or see its sources in the fleet file',
  })
}
