import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { digestDetails } from '@fleet-auditor/report/digest/digest-details.ts'
import { digestText } from '@fleet-auditor/report/digest/digest-text.ts'
import { colours, noColours } from '@fleet-auditor/report/paint.ts'
import type { Format } from '../audit-flags.ts'
import type { Environment } from '../environment.ts'
import { readFleetFile, undeclaredFleet } from '../fleet-source.ts'
import { print } from '../print.ts'
import { withStoreAt, type StorePlace } from '../store-place.ts'
import { tellSlack } from '../tell-slack.ts'

export interface DigestFlags {
  readonly place: StorePlace
  readonly format: Format
  /** Absent: the last one. */
  readonly run?: string
  readonly slack: boolean
  readonly fleet?: string
}

/** Prints the digest of a stored run, and tells it in Slack where that is asked for. */
export async function digest(flags: DigestFlags, environment: Environment): Promise<void> {
  const fleet = flags.fleet === undefined ? undeclaredFleet() : await readFleetFile(flags.fleet)
  await withStoreAt(flags.place, async (store) => {
    const run = flags.run ?? (await lastRun(store))
    const found = await store.ledger.readDigest(run)
    if (!found) throw noDigest(run)
    const paint = environment.colours ? colours : noColours
    print(flags.format, [found], ([only]) => (only ? [...digestText(only, paint), ...digestDetails(only, paint)] : []))
    if (flags.slack) await tellSlack(run, fleet, store, environment)
  })
}

async function lastRun(store: FleetStore): Promise<string> {
  const [last] = await store.listRuns(1)
  if (last) return last.id
  throw new AuditorError('usage', 'there is no run in this store', {
    place: 'fleet-auditor digest',
    remedy: 'begin with: fleet-auditor audit',
  })
}

const noDigest = (run: string): AuditorError =>
  new AuditorError('usage', `the run ${run} has no digest`, {
    place: '--run',
    remedy: 'it has not ended, or is not in this store; list runs with: fleet-auditor runs',
  })
