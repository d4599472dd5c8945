import { auditFleet, openedRun } from '@fleet-auditor/audit/audit-fleet.ts'
import { closeDeadRuns } from '@fleet-auditor/audit/conclusion/close-dead-runs.ts'
import { withDeadline } from '@fleet-auditor/audit/deadline.ts'
import { isWhole } from '@fleet-auditor/audit/discovery/select-clusters.ts'
import { isCalled } from '@fleet-auditor/audit/discovery/select-clusters.ts'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { Run, RunSelection } from '@fleet-auditor/model/run.ts'
import { scopeKey } from '@fleet-auditor/model/scope.ts'
import { primaryError } from '../printing/error-text.ts'
import { clock } from '../wiring/clock.ts'
import type { Environment } from '../wiring/environment.ts'
import { expandSources, type ExpandedSources, type Sources } from '../wiring/fleet-file.ts'
import { wirePorts } from '../wiring/ports.ts'
import { contextOf, type RunInput } from '../wiring/run-context.ts'
import type { AuditOnce, StopSignals } from './audit-queue.ts'
import { failureFields, progressLog, type ServeLog } from './log.ts'
import type { Notify } from './notify.ts'

interface LocalAudit {
  readonly sources: Sources
  /** Of the command line; an audit on demand may name other clusters. */
  readonly selection: RunSelection
  readonly limits: RunInput & { readonly deadlineMs: number }
  readonly environment: Environment
  readonly store: FleetStore
  readonly log: ServeLog
  readonly notify: Notify
}

/** One audit in this process. A run that has ended is only reported, not audited again. */
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
    } catch (caught) {
      const error = primaryError(caught)
      log({ kind: 'run-failed', run, ...failureFields(error) })
      await closeFailed(local, run, selection, error)
    }
    // A process that ends leaves it to the next one: Slack may take minutes.
    if (!stop.draining.aborted) await unlessAborted(notify(run), stop.signal)
  }

/**
 * A run that failed half way would stay running. One that failed before it was opened was promised to its caller all
 * the same, and a scheduled run without a row would go unnoticed.
 */
async function closeFailed(local: LocalAudit, run: string, selection: RunSelection, error: unknown): Promise<void> {
  const { store, log } = local
  const why = error instanceof AuditorError ? error.message : 'the auditor failed; see its log'
  try {
    if ((await store.readRunSummary(run)) === undefined) await store.openRun(promisedRun(local, run, selection))
    for (const { id } of await closeDeadRuns({ why }, local.sources, { store, clock })) {
      log({ kind: 'run-closed', run: id, state: 'incomplete' })
    }
  } catch (failure) {
    log({ kind: 'close-failed', ...failureFields(failure) })
  }
}

function promisedRun({ sources, selection, limits }: LocalAudit, run: string, asked: RunSelection): Run {
  const context = contextOf(limits, sources.fleet, new AbortController().signal, run)
  return openedRun(context, asked, sources.partial || !isWhole(selection))
}

/** Resolves with the task, or when the signal aborts. */
function unlessAborted(task: Promise<void>, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  signal.addEventListener('abort', () => resolve(), { once: true })
  if (signal.aborted) resolve()
  return Promise.race([task, promise])
}

async function auditOnce(local: LocalAudit, run: string, asked: RunSelection, stop: StopSignals): Promise<Run> {
  const { sources, selection, limits, environment, store, log } = local
  const { fleet } = sources
  await using ports = await wirePorts({ fleet, environment, progress: progressLog(log, run) })
  return await withDeadline(stop.signal, limits.deadlineMs, async (signal) => {
    const context = { ...contextOf(limits, fleet, signal, run), draining: stop.draining }
    const all = await expandSources(sources, context, ports)
    const expanded = await narrowed(all, asked, store)
    const request = {
      ...expanded,
      selection: asked.clusters.length > 0 ? { ...selection, clusters: asked.clusters } : selection,
      partial: sources.partial || expanded !== all,
    }
    const { document } = await auditFleet(request, context, { ...ports, store })
    return document.run
  })
}

/** The scopes asked for, or those that the clusters asked for were found in; all of them where nothing was. */
async function narrowed(
  all: ExpandedSources,
  { scopes, clusters }: RunSelection,
  store: FleetStore,
): Promise<ExpandedSources> {
  if (scopes.length === 0 && clusters.length === 0) return all
  const known = clusters.length === 0 ? [] : await store.readRegistry()
  const wanted = new Set(scopes)
  for (const word of clusters) {
    for (const registered of known) if (isCalled(registered.cluster, word)) wanted.add(registered.cluster.scope)
  }
  const found = all.scopes.filter((scope) => wanted.has(scopeKey(scope)))
  if (found.length > 0) return { scopes: found, unread: new Map() }
  throw new AuditorError('discover', `the fleet no longer has the scope ${[...wanted].join(', ')}`, {
    remedy: 'audit the whole fleet, or see its sources in the fleet file',
  })
}
