import { findCheck } from '@fleet-auditor/checks/registry.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { Finding } from '@fleet-auditor/model/finding.ts'
import type { Remedy } from '@fleet-auditor/model/remedy.ts'
import { presentRemedy } from '@fleet-auditor/report/present-finding.ts'
import { isCalled, unknownCluster } from '../discovery/select-clusters.ts'
import type { RegisteredCluster, Store, StoredFinding } from '../ports/store.ts'

/** What to do on one cluster (for a plane or the fleet: its name) about one check. */
export interface ClusterFix {
  readonly cluster: string
  /** Key of the target. */
  readonly key: string
  readonly findings: readonly { readonly finding: Finding; readonly remedy: Remedy }[]
}

interface FixInput {
  readonly check: string
  /** Ids, names, keys or locators; empty: all. */
  readonly clusters: readonly string[]
}

/**
 * The remedies of the open findings of one check, by cluster. Reads the store, applies nothing. Throws AuditorError
 * `usage` where the store holds no run, so that nothing is known, or no cluster is called so.
 */
export async function fixesOf(
  { check, clusters }: FixInput,
  { store }: { readonly store: Pick<Store, 'queryFindings' | 'readRegistry' | 'listRuns'> },
): Promise<ClusterFix[]> {
  const [run] = await store.listRuns(1)
  if (!run) throw noRun
  const registry = await store.readRegistry()
  const strange = clusters.find((word) => registry.every(({ cluster }) => !isCalled(cluster, word)))
  if (strange !== undefined) throw unknownCluster(strange, registry)
  const known = new Map(registry.map((each) => [each.key, each]))
  const of = ({ target }: StoredFinding) => (target.kind === 'cluster' ? known.get(target.key) : undefined)
  const open = await store.queryFindings({ state: 'open', check })
  const asked = open.filter((finding) => isAsked(of(finding), clusters))
  const byTarget = Map.groupBy(asked, ({ target }) => target.key)
  return [...byTarget].map(([key, findings]) => fixOf(key, check, findings, known.get(key)))
}

const noRun = new AuditorError('usage', 'there is no run in this store', {
  place: 'fleet-auditor fix',
  remedy: 'start one with: fleet-auditor audit',
})

const isAsked = (registered: RegisteredCluster | undefined, words: readonly string[]): boolean =>
  words.length === 0 || words.some((word) => registered !== undefined && isCalled(registered.cluster, word))

function fixOf(
  key: string,
  id: string,
  findings: readonly StoredFinding[],
  registered: RegisteredCluster | undefined,
): ClusterFix {
  const check = findCheck(id)
  return {
    cluster: registered?.cluster.id ?? key,
    key,
    findings: findings.flatMap((finding) =>
      check ? [{ finding, remedy: presentRemedy(finding, check, registered?.cluster) }] : [],
    ),
  }
}
