import type { Target } from '@fleet-auditor/model/target.ts'
import type { LedgerRow } from '@fleet-auditor/model/run.ts'
import { failed } from '@fleet-auditor/model/section.ts'
import type { Sections } from '@fleet-auditor/model/snapshot.ts'
import type { Auditing } from '../auditing.ts'
import { collectCluster, type SeenCluster } from './collect-cluster.ts'
import { compareTarget } from './compare-night.ts'
import type { FoundCluster } from '../discovery/discover-fleet.ts'
import { refusedSections } from './failed-sections.ts'
import type { ClusterAudit } from './cluster-audit.ts'
import { clusterKey } from '../hash.ts'
import { incarnationOf, type Incarnation, type Life } from './incarnation.ts'
import { contextOf, judgeCluster } from './judge-cluster.ts'
import type { AuditPorts } from '../ports/ports.ts'
import type { TargetState } from '../ports/store.ts'
import { probeCluster } from './probe-cluster.ts'
import { recordCluster } from './record-cluster.ts'
import type { RuleSet } from '../rules-of-run.ts'

export type RulesOfRun = (run: string) => Promise<RuleSet | undefined>

/** One cluster, from connecting to the stored night. Throws only for our own store; the world's faults are verdicts. */
export async function auditCluster(
  found: FoundCluster,
  auditing: Auditing,
  ports: AuditPorts,
  rulesOfRun: RulesOfRun,
): Promise<ClusterAudit> {
  ports.progress({ kind: 'cluster-started', cluster: found.cluster.id })
  const target: Target = { kind: 'cluster', key: clusterKey(found.cluster.locator) }
  const [seen, state] = await Promise.all([collectCluster(found, auditing, ports), ports.store.readState(target)])
  const identified = await identify(found, target, seen, state, ports)
  const audit = await judge(found, target, identified, state, auditing, ports, rulesOfRun)
  const row = await recordCluster(audit, target, auditing, ports)
  ports.progress({ kind: 'cluster-ended', row, verdicts: audit.verdicts })
  return { ...audit, row }
}

interface Identified {
  readonly seen: SeenCluster
  readonly incarnation: Incarnation
  readonly life: Life
}

/** Tells whose cluster answered: itself, its next life, another cluster, or one that is audited under another name. */
async function identify(
  found: FoundCluster,
  target: Target,
  seen: SeenCluster,
  state: TargetState,
  ports: AuditPorts,
): Promise<Identified> {
  const life = lifeOf(seen.sections)
  const incarnation = incarnationOf(state.head, life)
  if (incarnation.kind === 'refused') return refuse(found, seen, incarnation, incarnation.detail, 'failed')
  // What HEAD knows was claimed before: no need to ask again on every night.
  if (life.uid === undefined || life.uid === state.head?.uid) return { seen, incarnation, life }
  const claimant = await ports.store.claimUid(life.uid, target.key)
  if (claimant === target.key) return { seen, incarnation, life }
  const detail = `the same cluster (kube-system UID ${life.uid}) is audited under another locator`
  return refuse(found, seen, incarnation, detail, 'alias')
}

function refuse(
  found: FoundCluster,
  seen: SeenCluster,
  incarnation: Incarnation,
  detail: string,
  outcome: 'failed' | 'alias',
): Identified {
  const failure = failed('malformed', detail)
  const row: LedgerRow = { id: found.cluster.id, kind: 'cluster', outcome, cause: 'malformed', detail }
  const sections = refusedSections(seen.sections, failure)
  const { access: _, ...rest } = seen
  return { seen: { ...rest, sections, row }, incarnation, life: {} }
}

async function judge(
  found: FoundCluster,
  target: Target,
  { seen, incarnation, life }: Identified,
  state: TargetState,
  auditing: Auditing,
  ports: AuditPorts,
  rulesOfRun: RulesOfRun,
): Promise<ClusterAudit> {
  const { sections, takenAt, ownTime = takenAt, row } = seen
  const night = { takenAt: ownTime, reachedBefore: state.head?.uid !== undefined, observations: [] }
  const before = contextOf(found.cluster, sections, night, auditing)
  const observations = await probeCluster(sections, before, seen.access, auditing, ports)
  const context = { ...before, observations }
  const verdicts = judgeCluster(sections, context, auditing)
  const rulesBefore = state.head ? await rulesOfRun(state.head.run) : undefined
  const compared = compareTarget(target, state.findings, verdicts, incarnation, {
    incarnation: incarnation.number,
    run: auditing.run,
    takenAt,
    provider: context.provider,
    rulesBefore,
  })
  return {
    found,
    key: target.key,
    incarnation: incarnation.number,
    before: state.head,
    life: { ...lifeKnown(state), ...life },
    context,
    row,
    takenAt,
    ...staleness(row, state),
    sections,
    verdicts,
    observations,
    compared,
    counters: seen.counters,
  }
}

/** Stale since the last night that was read; a cluster never read (nobody knows its UID) has nothing to be stale. */
function staleness(row: LedgerRow, { head }: TargetState): { staleSince?: string } {
  if (row.outcome === 'audited' || !head?.uid) return {}
  return { staleSince: head.staleSince ?? head.takenAt }
}

function lifeOf(sections: Sections): Life {
  const uid = sections.kubeSystem.status === 'collected' ? sections.kubeSystem.value.uid : undefined
  const life = sections.cloud.status === 'collected' ? sections.cloud.value.life : undefined
  return { ...(uid ? { uid } : {}), ...(life ? { life } : {}) }
}

/** What was not read tonight stays as it was known. */
const lifeKnown = ({ head }: TargetState): Life => ({
  uid: head?.uid ? head.uid : undefined,
  life: head?.life ? head.life : undefined,
})
