import { readFile, stat } from 'node:fs/promises'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import type { AuditedFleet } from '@fleet-auditor/audit/audit-fleet.ts'
import { ingestCollected } from '@fleet-auditor/audit/exchange/ingest-collected.ts'
import { openCollected } from '@fleet-auditor/audit/exchange/open-collected.ts'
import { withDeadline } from '@fleet-auditor/audit/deadline.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { collectedLimits, type CollectedPayload } from '@fleet-auditor/model/collected-file.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import type { AuditFlags } from '../audit-flags.ts'
import type { Environment } from '../environment.ts'
import { exitCodeOf } from '../exit-code.ts'
import { readFleetFile } from '../fleet-source.ts'
import { progressTo } from '../progress-line.ts'
import { contextOfFlags } from '../run-context.ts'
import { withStoreAt, type StorePlace } from '../store-place.ts'
import { tellAudit } from '../tell-audit.ts'
import { clock } from '../wiring.ts'

export interface IngestFlags extends AuditFlags {
  readonly file: string
  readonly place: StorePlace
  readonly fleet: string
  readonly maxAgeMs: number
}

/** Judges and stores what a collector saw, as a run of its own that leaves the rest of the fleet alone. */
export async function ingest(flags: IngestFlags, environment: Environment): Promise<number> {
  const fleet = await readFleetFile(flags.fleet)
  const opening = { fleet, now: clock.now(), maxAgeMs: flags.maxAgeMs, place: flags.file }
  const payload = openCollected(await readLimited(flags.file), opening)
  const audited = await withStoreAt(flags.place, (store) => auditCollected(payload, store, fleet, flags, environment))
  await tellAudit(audited, flags, environment)
  return exitCodeOf(audited.document, flags)
}

async function auditCollected(
  payload: CollectedPayload,
  store: FleetStore,
  fleet: FleetFile,
  flags: IngestFlags,
  environment: Environment,
): Promise<AuditedFleet> {
  const shown = progressTo(flags.quiet ? 'quiet' : environment.interactive ? 'line' : 'lines', environment)
  const ports = { store, clock, progress: shown.progress }
  const selection = { scopes: [], clusters: flags.clusters, providers: flags.providers }
  const request = { payload, file: flags.file, selection }
  const { signal: never } = new AbortController()
  try {
    return await withDeadline(never, flags.deadlineMs, (signal) =>
      ingestCollected(request, contextOfFlags(flags, fleet, signal), ports),
    )
  } finally {
    shown.end()
  }
}

/** Looked at before it is read: a file of any size may be handed over. */
async function readLimited(file: string): Promise<string> {
  const remedy = 'name a file that fleet-auditor collect wrote'
  const failing = (cause: Error): never => {
    throw new AuditorError('config', `the collected file cannot be read: ${cause.message}`, {
      place: file,
      remedy,
      cause,
    })
  }
  const { size } = await stat(file).catch(failing)
  if (size <= collectedLimits.bytes) return readFile(file, 'utf8').catch(failing)
  throw new AuditorError('config', `the collected file is larger than ${collectedLimits.bytes / 1024 / 1024} MB`, {
    place: file,
    remedy: 'collect in parts with --cluster',
  })
}
