import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { CollectedFile, CollectedPayload, collectedLimits } from '@fleet-auditor/model/collected-file.ts'
import type { CollectorKey } from '@fleet-auditor/model/collector-key.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { nearest } from '@fleet-auditor/model/nearest.ts'
import { selects } from '@fleet-auditor/model/selector.ts'
import type { z } from 'zod'
import { publicKeyOf } from './collector-keys.ts'
import { isSignedBy } from './signed-text.ts'

interface Opening {
  readonly fleet: FleetFile
  /** ISO 8601. */
  readonly now: string
  /** A file older than this is refused. */
  readonly maxAgeMs: number
  /** Names the file in errors. */
  readonly place: string
}

/** Clocks of two machines may differ by this much. */
const skewMs = 5 * 60_000

/**
 * What a collector signed, believed only after its key, its signature, its age, its shape and its clusters were looked
 * at, in this order. Throws AuditorError `config`.
 */
export function openCollected(text: string, opening: Opening): CollectedPayload {
  const file = parsed(CollectedFile, text, 'the file', opening)
  const key = keyOf(file.keyId, opening)
  if (!isSignedBy(file, publicKeyOf(key.publicKey))) {
    throw refused('the signature is not that of its key: the file was changed, or signed with another key', opening, {
      remedy: `collect again with the private half of ${key.id}`,
    })
  }
  const payload = parsed(CollectedPayload, file.payload, 'what was signed', opening)
  if (payload.fleet !== opening.fleet.fleet) {
    throw refused(`it was collected for the fleet ${payload.fleet}, not ${opening.fleet.fleet}`, opening)
  }
  for (const { takenAt } of [{ takenAt: payload.collectedAt }, ...payload.clusters]) checkAge(takenAt, opening)
  checkIdentities(payload, key, opening)
  return payload
}

function parsed<T extends z.ZodType>(shape: T, text: string, what: string, opening: Opening): z.infer<T> {
  if (Buffer.byteLength(text) > collectedLimits.bytes) {
    throw refused(`${what} is larger than ${collectedLimits.bytes / 1024 / 1024} MB`, opening, {
      remedy: 'collect in parts with --cluster',
    })
  }
  const read = shape.safeParse(json(text, what, opening))
  if (read.success) return read.data
  const [first] = read.error.issues
  throw refused(`${what} has not the shape that collect writes: ${first?.path.join('.')}: ${first?.message}`, opening)
}

function json(text: string, what: string, opening: Opening): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw refused(`${what} is not JSON`, opening, { cause })
  }
}

function keyOf(id: string, { fleet, now, place }: Opening): CollectorKey {
  const key = fleet.collectors.find((each) => each.id === id)
  if (key && (key.expires === undefined || now.slice(0, 10) <= key.expires)) return key
  const near = nearest(
    id,
    fleet.collectors.map((each) => each.id),
  )
  const problem = key ? `its key ${id} expired on ${key.expires}` : `the fleet file knows no collector key ${id}`
  const remedy = key
    ? 'make a new key with: fleet-auditor collect --new-key <file>'
    : near === undefined
      ? 'name its public key under collectors'
      : `did you mean ${near}? Keys stand under collectors in the fleet file`
  throw new AuditorError('config', problem, { place, remedy })
}

function checkAge(time: string, opening: Opening): void {
  const age = Date.parse(opening.now) - Date.parse(time)
  if (age > opening.maxAgeMs) {
    throw refused(`it was taken at ${time}: too long ago`, opening, { remedy: 'collect again' })
  }
  if (age < -skewMs) {
    throw refused(`it was taken at ${time}, which has not come yet`, opening, { remedy: 'set the collector’s clock' })
  }
}

/** A key speaks for the clusters it was given, and each must have shown its kube-system. */
function checkIdentities({ clusters }: CollectedPayload, key: CollectorKey, opening: Opening): void {
  for (const { cluster, sections } of clusters) {
    if (!selects(key.clusters, cluster)) {
      throw refused(`the key ${key.id} may not speak for ${cluster.id}`, opening, {
        remedy: 'widen clusters of that key in the fleet file, or collect with --cluster',
      })
    }
    if (sections.kubeSystem.status === 'failed') {
      throw refused(`${cluster.id} proves no identity: kube-system was not read`, opening)
    }
  }
}

const refused = (why: string, { place }: Opening, more: { remedy?: string; cause?: unknown } = {}): AuditorError =>
  new AuditorError('config', `the collected file is refused: ${why}`, { place, ...more })
