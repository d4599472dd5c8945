import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { isOneCluster } from '@fleet-auditor/model/cluster-id.ts'
import { Cluster } from '@fleet-auditor/model/cluster.ts'
import {
  CollectedCluster,
  CollectedClusters,
  CollectedFile,
  collectedLimits,
  type CollectedPayload,
} from '@fleet-auditor/model/collected-file.ts'
import type { CollectorKey } from '@fleet-auditor/model/collector-key.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { nearest } from '@fleet-auditor/model/nearest.ts'
import type { LedgerRow } from '@fleet-auditor/model/run.ts'
import { selects } from '@fleet-auditor/model/selector.ts'
import { z } from 'zod'
import { errorText } from '../error-text.ts'
import type { RegisteredCluster } from '../ports/store.ts'
import { isAhead } from '../results/result-order.ts'
import { isSignedBy, publicKeyOf } from './collector-keys.ts'

interface Opening {
  readonly fleet: FleetFile
  /** ISO 8601. */
  readonly now: string
  /** A file older than this is refused. */
  readonly maxAgeMs: number
  /** Names the file in errors. */
  readonly place: string
}

/** A collected file whose origin is proven. */
export interface OpenedFile extends CollectedPayload {
  /** Clusters of it that have not the shape that collect writes, or are in it twice: a row each. */
  readonly malformed?: readonly LedgerRow[]
}

/**
 * What a collector signed, believed only after its key, its signature, its age and its clusters were looked at, in this
 * order. One cluster that the key may not speak for refuses the file; one that is malformed is a row, and the others
 * stand. Throws AuditorError `config`.
 */
export function openCollected(text: string, opening: Opening): OpenedFile {
  const file = parsed(CollectedFile, text, 'the file', opening)
  const key = keyOf(file.keyId, opening)
  if (!isSignedBy(file, publicKeyOf(key.publicKey))) {
    throw refused('the signature is not that of its key: the file was changed, or signed with another key', opening, {
      remedy: `collect again with the private half of ${key.id}`,
    })
  }
  const payload = parsed(CollectedClusters, file.payload, 'what was signed', opening)
  if (payload.fleet !== opening.fleet.fleet) {
    throw refused(`it was collected for the fleet ${payload.fleet}, not ${opening.fleet.fleet}`, opening)
  }
  checkAge(payload.collectedAt, opening)
  const { clusters, malformed } = readClusters(payload.clusters, key, opening)
  return { ...payload, clusters, malformed: malformed.length === 0 ? undefined : malformed }
}

/** What a cluster of a file is about, where nothing else of it can be read. */
const NamedCluster = z.object({ cluster: Cluster.omit({ cloud: true }) })
type NamedCluster = z.infer<typeof NamedCluster>

function readClusters(
  written: readonly unknown[],
  key: CollectorKey,
  opening: Opening,
): { readonly clusters: CollectedCluster[]; readonly malformed: LedgerRow[] } {
  const clusters = new Map<string, CollectedCluster>()
  const malformed: LedgerRow[] = []
  for (const [at, each] of written.entries()) {
    const named = NamedCluster.safeParse(each)
    if (named.success) checkIdentity(named.data.cluster, key, opening)
    const id = named.success ? named.data.cluster.id : `cluster ${at + 1} of ${opening.place}`
    const read = CollectedCluster.safeParse(each)
    const isSecond = read.success && clusters.has(read.data.cluster.locator)
    if (!read.success) malformed.push(malformedRow(id, `it ${issueOf(read.error)}`))
    else if (isSecond) malformed.push(malformedRow(id, 'the file has this cluster twice'))
    else clusters.set(read.data.cluster.locator, proven(read.data, opening))
  }
  return { clusters: [...clusters.values()], malformed }
}

const malformedRow = (id: string, detail: string): LedgerRow => ({
  id,
  kind: 'cluster',
  outcome: 'failed',
  cause: 'malformed',
  detail: errorText(new Error(detail)),
})

const issueOf = ({ issues: [first] }: z.core.$ZodError): string =>
  `has not the shape that collect writes: ${first?.path.join('.')}: ${first?.message}`

function proven(collected: CollectedCluster, opening: Opening): CollectedCluster {
  checkAge(collected.takenAt, opening)
  if (collected.sections.kubeSystem.status === 'failed') {
    throw refused(`${collected.cluster.id} proves no identity: kube-system was not read`, opening)
  }
  return collected
}

function parsed<T extends z.ZodType>(shape: T, text: string, what: string, opening: Opening): z.infer<T> {
  if (Buffer.byteLength(text) > collectedLimits.bytes) {
    throw refused(`${what} is larger than ${collectedLimits.bytes / 1024 / 1024} MB`, opening, {
      remedy: 'collect in parts with --cluster',
    })
  }
  const read = shape.safeParse(json(text, what, opening))
  if (read.success) return read.data
  throw refused(`${what} ${issueOf(read.error)}`, opening)
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
  if (Date.parse(opening.now) - Date.parse(time) > opening.maxAgeMs) {
    throw refused(`it was taken at ${time}: too long ago`, opening, { remedy: 'collect again' })
  }
  if (isAhead(time, opening.now)) {
    throw refused(`it was taken at ${time}, which has not come yet`, opening, { remedy: 'set the collector’s clock' })
  }
}

/** A key speaks for the clusters it was given; a name, an id and a locator that are not of one cluster are of none. */
function checkIdentity(cluster: NamedCluster['cluster'], key: CollectorKey, opening: Opening): void {
  if (!isOneCluster(cluster)) {
    throw refused(`id, name, scope and locator of ${cluster.id} are not of one cluster`, opening, {
      remedy: 'collect again with fleet-auditor collect, which derives them from one source',
    })
  }
  if (!selects(key.clusters, cluster)) {
    throw refused(`the key ${key.id} may not speak for ${cluster.id}`, opening, {
      remedy: 'widen clusters of that key in the fleet file, or collect with --cluster',
    })
  }
}

/** A context may be called anything: what the registry knows by one name is not collected by another. */
export function checkKnown(
  { clusters }: Pick<CollectedPayload, 'clusters'>,
  registry: readonly RegisteredCluster[],
  opening: Pick<Opening, 'place'>,
): void {
  for (const { cluster } of clusters) {
    const other = registry.find(
      (known) => (known.cluster.id === cluster.id) !== (known.cluster.locator === cluster.locator),
    )
    if (!other) continue
    throw refused(`it calls ${cluster.id} what the fleet knows as ${other.cluster.id}`, opening, {
      remedy: 'name the context on the collecting machine as the fleet knows the cluster: fleet-auditor clusters',
    })
  }
}

const refused = (
  why: string,
  { place }: Pick<Opening, 'place'>,
  more: { remedy?: string; cause?: unknown } = {},
): AuditorError => new AuditorError('config', `the collected file is refused: ${why}`, { place, ...more })
