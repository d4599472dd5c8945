import { operatorLease } from '@fleet-auditor/model/operator-lease.ts'
import type { Remedy, RemedyStep } from '@fleet-auditor/model/remedy.ts'
import type { Subject } from '@fleet-auditor/model/subject.ts'
import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { ofComponent } from '../facts/meshery.ts'
import { fail, nothingHere, pass, unknownFrom } from '../outcome.ts'
import { readStep } from '../remedies/kubernetes-step.ts'
import { kubectl, type RemedyContext } from '../remedies/remedy-context.ts'
import { removeOperator } from '../remedies/remove-operator.ts'

const subject: Subject = { kind: 'Operator', name: 'meshery-operator' }

/** All but the one that stays; without names, one to be named. */
function othersOf(deployments: readonly string[]): Subject[] {
  const named = deployments.map((each): Subject => {
    const [namespace = '', name = ''] = each.split('/')
    return { kind: 'Deployment', namespace, name }
  })
  if (named.length === 0) return [{ kind: 'Deployment', name: 'meshery-operator' }]
  const stays = named.find(({ namespace }) => namespace === 'meshery') ?? named[0]
  return named.filter((each) => each !== stays)
}

const leasesStep = (where: RemedyContext): RemedyStep =>
  readStep(
    'Find who holds the leases: a holder that is no pod of this Operator is another one, under labels that are not known.',
    kubectl(where, 'get', 'leases', '--namespace', 'meshery', '--output', 'wide'),
    kubectl(where, 'get', 'pods', '--all-namespaces', '--selector', 'app.kubernetes.io/name=meshery-operator'),
  )

function removal(where: RemedyContext, others: readonly Subject[]): Pick<Remedy, 'steps' | 'alternatives'> {
  const steps = (of: RemedyContext) =>
    others.flatMap((other) => removeOperator(of, other, { keepsResources: other.namespace === 'meshery' }))
  if (where.managedBy) return { steps: steps(where) }
  const byManifests = steps({ ...where, managedBy: { tool: 'none' } })
  return {
    steps: steps(where),
    alternatives: [{ summary: 'Where manifests installed it, and no release', steps: byManifests }],
  }
}

export const duplicateOperators = defineCheck({
  id: 'duplicate-operators',
  title: 'Several Operators work on one cluster',
  severity: 'high',
  ruleVersion: 1,
  group: 'deployment',
  answers: ['one-operator', 'component-operator'],
  rule: 'More than one Operator Deployment that is not scaled to zero, or several leader leases of either form that were renewed within their own duration. Legacy leases pile up at each restart: one that is no longer renewed proves nothing.',
  why: 'Two operators undo each other’s Broker and MeshSync.',
  source: 'Meshery documentation, Deployment Models; meshery issue 4578',
  evidence: z.strictObject({ deployments: z.array(z.string()), leases: z.array(z.string()).optional() }),
  needs: ['workloads'],
  uses: ['leases'],
  evaluate({ workloads, leases }) {
    const operators = ofComponent(workloads, 'operator').filter((operator) => operator.replicas > 0)
    const names = operators.map((operator) => `${operator.namespace}/${operator.name}`).toSorted()
    if (names.length > 1) return [fail(subject, { deployments: names })]
    if (leases.status === 'failed') return [unknownFrom(leases, subject)]
    const live = leases.value.filter((lease) => lease.live && operatorLease.test(lease.name))
    if (live.length > 1) {
      return [fail(subject, { deployments: names, leases: live.map((lease) => lease.name).toSorted() })]
    }
    if (names.length === 0) return [nothingHere('no Operator runs here')]
    return [pass(subject, { deployments: names })]
  },
  describe: (_, { deployments, leases }) =>
    leases
      ? `${leases.length} leader leases are held at once: ${leases.join(', ')}`
      : `${deployments.length} Operator Deployments: ${deployments.join(', ')}`,
  remedy: (_, evidence, where) => ({
    summary:
      'Keep one Operator (the one in namespace meshery) and remove the others. A Server that manages the release installs it again: disconnect the cluster there first.',
    ...(evidence?.leases ? { steps: [leasesStep(where)] } : removal(where, othersOf(evidence?.deployments ?? []))),
  }),
})
