import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'

/** All that people see of a run, and of the fleet after it, in an order of its own. */
export async function seenRun(store: FleetStore, run: string): Promise<unknown> {
  const [stored, digest, findings, registry] = await Promise.all([
    store.readRun(run),
    store.ledger.readDigest(run),
    store.queryFindings({}),
    store.readRegistry(),
  ])
  return {
    stored,
    digest,
    findings: findings.toSorted((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1)),
    registry: registry.toSorted((a, b) => (a.key < b.key ? -1 : 1)),
  }
}
