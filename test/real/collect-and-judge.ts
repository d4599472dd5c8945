import { createCollector } from '@fleet-auditor/adapters/kubernetes/collector.ts'
import { auditorGroup, kubernetesRole } from '@fleet-auditor/audit/access/kubernetes-role.ts'
import type { Collection } from '@fleet-auditor/audit/ports/collector.ts'
import type { ClusterContext } from '@fleet-auditor/checks/context.ts'
import { evaluateCluster } from '@fleet-auditor/checks/evaluate.ts'
import { clusterChecks } from '@fleet-auditor/checks/registry.ts'
import type { RoleRule } from '@fleet-auditor/model/policy-rule.ts'
import { failed } from '@fleet-auditor/model/section.ts'
import type { Sections } from '@fleet-auditor/model/snapshot.ts'
import { subjectLabel } from '@fleet-auditor/model/subject.ts'
import { subjectOf, type Verdict } from '@fleet-auditor/model/verdict.ts'
import { contextOf as undeclaredContext } from '../checks/check-case.ts'
import type { KubeApiServer } from './kube-api-server.ts'
import { apply, kubeObject } from './kube-objects.ts'

export const auditor = { token: 'auditor-token', name: 'auditor', groups: [auditorGroup] }

/** The role that `fleet-auditor access kubernetes` prints, bound to the auditor's group; some rules may be left out. */
export async function grantAuditor(server: KubeApiServer, rules?: readonly RoleRule[]): Promise<void> {
  const [role, binding] = kubernetesRole(clusterChecks).map((object) => kubeObject.parse(object))
  if (!role || !binding) throw new Error('the generated access is a role and its binding')
  await apply(server, [rules ? { ...role, rules } : role, binding])
}

const clock = { now: () => new Date().toISOString() }

/** One collection over the real wire, as the auditor. */
export function collectFrom(server: KubeApiServer): Promise<Collection> {
  const access = {
    server: server.url,
    caPem: server.caPem,
    insecureSkipTlsVerify: false,
    credentials: () => Promise.resolve({ authorization: `Bearer ${auditor.token}` }),
  }
  const plan = { provider: 'kubeconfig' as const, discoverers: [], vantage: { resolve: {}, connectTo: {} } }
  return createCollector({ clock }).collect(access, plan, AbortSignal.timeout(30_000))
}

/** The sections of a cluster whose cloud was not asked. */
export const withoutCloud = (sections: Collection['sections']): Sections => ({
  ...sections,
  cloud: failed('undeclared', 'no cloud was asked'),
})

/** A context of which nothing is declared but `edits`. */
export function contextOf({ sections, takenAt }: Collection, edits: Partial<ClusterContext> = {}): ClusterContext {
  const found = sections.nodes.status === 'collected' ? sections.nodes.value.provider : undefined
  const provider = found ?? 'kubeconfig'
  const named = { id: 'kubeconfig:real', locator: 'real', name: 'real', scope: 'kubeconfig:default', labels: {} }
  return undeclaredContext({ cluster: { ...named, provider }, provider, takenAt, ...edits })
}

/** Judged by every cluster check. */
export const judge = (collection: Collection, edits: Partial<ClusterContext> = {}): Verdict[] =>
  evaluateCluster(clusterChecks, withoutCloud(collection.sections), contextOf(collection, edits), { overrides: [] })

/** `check: verdict subject` of every verdict but the passing and the not-applicable. */
export const verdictLines = (verdicts: readonly Verdict[], ...words: Verdict['verdict'][]): string[] =>
  verdicts
    .filter(({ verdict }) => words.includes(verdict))
    .map((each) => {
      const subject = subjectOf(each)
      const cause = each.verdict === 'unknown' ? each.cause : each.verdict
      const word = each.verdict === 'fail' ? each.severity : cause
      return [`${each.check}:`, word, subject ? subjectLabel(subject) : ''].join(' ').trim()
    })
    .toSorted()
