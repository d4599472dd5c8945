import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'

/** How each planned scope and cluster of a run ended: `audited`, `failed timeout`. */
export async function outcomesOf(store: FleetStore, run: string): Promise<Record<string, string>> {
  const stored = await store.readRun(run)
  const outcomes: Record<string, string> = {}
  for (const { id, outcome, cause } of stored?.ledger ?? []) outcomes[id] = cause ? `${outcome} ${cause}` : outcome
  return outcomes
}

/** Every open finding, as `check owner fingerprint`; two of one fingerprint would be two lines. */
export async function openFindings(store: FleetStore): Promise<string[]> {
  const open = await store.queryFindings({ state: 'open' })
  return open.map(({ check, fingerprint }) => `${check} ${fingerprint}`).toSorted()
}

/** What opened in this run, over all owners: a finding that two workers opened would be there twice. */
export async function openedIn(store: FleetStore, run: string): Promise<number | undefined> {
  return (await store.readRunSummary(run))?.counts?.opened
}
