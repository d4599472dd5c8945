import type { AuditEntry } from './audit-document.ts'
import type { GoneCluster } from './close-gone.ts'
import { clusterKey } from './hash.ts'
import type { Ports } from './ports.ts'
import type { RegisteredCluster } from './ports/store.ts'

/** Brings the registry to what this run saw. Clusters the run did not look at stay as they are. */
export async function updateRegistry(
  entries: readonly AuditEntry[],
  gone: readonly GoneCluster[],
  run: string,
  ports: Pick<Ports, 'store' | 'clock'>,
): Promise<void> {
  const known = await ports.store.readRegistry()
  const byKey = new Map(known.map((registered) => [registered.key, registered]))
  const now = ports.clock.now()
  const seen: RegisteredCluster[] = []
  for (const { found, planes, open } of entries) {
    const key = clusterKey(found.cluster.locator)
    const before = byKey.get(key)
    const { cloud: _, ...cluster } = found.cluster
    seen.push({ key, cluster, planes, open: open ?? before?.open ?? 0, firstSeen: before?.firstSeen ?? now })
  }
  for (const { facts } of gone) {
    const before = byKey.get(facts.key)
    if (before) seen.push({ ...before, open: 0, goneIn: run })
  }
  await ports.store.register(seen, known)
}
