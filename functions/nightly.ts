import { auditFleet, type FleetAuditing } from '@fleet-auditor/audit/audit-fleet.ts'
import { withDeadline } from '@fleet-auditor/audit/deadline.ts'
import type { Store } from '@fleet-auditor/audit/ports/store.ts'
import { scopesOf } from '@fleet-auditor/audit/scopes.ts'
import { clusterChecks, fleetChecks, ruleSet } from '@fleet-auditor/checks/registry.ts'
import { canonical } from '@fleet-auditor/model/canonical.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import type { Run } from '@fleet-auditor/model/run.ts'
import { logEnd, logFailure, type NightSummary } from './log.ts'
import { nightOf, runOf } from './night.ts'
import { now, openStore, readEnvironment, readFleet, wire } from './wiring.ts'

/** Of Lambda's context, what is used. */
interface Invocation {
  getRemainingTimeInMillis(): number
}

/** What concluding and closing a run takes at most, in milliseconds: the audit ends this long before the function does. */
const reserveMs = 60_000

/** Audits the whole fleet once. A night whose run is already closed is told again, not audited again. */
export async function handler(event: unknown, invocation: Invocation): Promise<NightSummary> {
  try {
    const summary = await auditNight(event, invocation)
    logEnd(summary)
    return summary
  } catch (error) {
    logFailure(error)
    throw error
  }
}

async function auditNight(event: unknown, invocation: Invocation): Promise<NightSummary> {
  const night = nightOf(event, now())
  const environment = readEnvironment()
  const fleet = await readFleet(environment)
  const run = runOf(night, fleet.fleet)
  const store = await openStore(environment)
  try {
    const earlier = await store.readRun(run)
    if (earlier && earlier.state !== 'running') return summaryOf(earlier)
    const deadlineMs = Math.max(0, invocation.getRemainingTimeInMillis() - reserveMs)
    return summaryOf(await auditOnce(run, fleet, store, deadlineMs))
  } finally {
    await store.close()
  }
}

async function auditOnce(run: string, fleet: FleetFile, store: Store, deadlineMs: number): Promise<Run> {
  const ports = wire(fleet, store)
  try {
    const { signal: never } = new AbortController()
    const audit = (signal: AbortSignal) => auditFleet(auditingOf(run, fleet, signal), ports)
    return (await withDeadline(never, deadlineMs, audit)).run
  } finally {
    await ports.prober.close()
  }
}

const auditingOf = (run: string, fleet: FleetFile, signal: AbortSignal): FleetAuditing => ({
  run,
  ruleSet: canonical(ruleSet),
  fleet,
  scopes: scopesOf(fleet),
  selection: { clusters: [], providers: [] },
  partial: false,
  checks: clusterChecks,
  fleetChecks,
  concurrency: 32,
  clusterDeadlineMs: 20_000,
  scopeDeadlineMs: 60_000,
  probeTimeoutMs: 5000,
  signal,
})

const summaryOf = ({ id, state, counts }: Run): NightSummary => ({ run: id, state, ...(counts ? { counts } : {}) })
