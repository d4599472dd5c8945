import { operatorLease } from '@fleet-auditor/model/operator-lease.ts'
import type { Subject } from '@fleet-auditor/model/subject.ts'
import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { ofComponent } from '../facts/meshery.ts'
import { fail, nothingHere, pass, unknownFrom } from '../outcome.ts'

const subject: Subject = { kind: 'Operator', name: 'meshery-operator' }

export const duplicateOperators = defineCheck({
  id: 'duplicate-operators',
  title: 'Several Operators work on one cluster',
  severity: 'high',
  ruleVersion: 1,
  group: 'deployment',
  answers: 'One Operator/MeshSync/Broker per managed cluster (or embedded mode chosen deliberately).',
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
  remedy: () => ({
    summary:
      'Keep one Operator (namespace meshery) and remove the others: for each of these, delete its Broker and MeshSync first and wait until they are gone, for only a running operator clears their finalizers. A Server that manages the release installs it again: disconnect the cluster there first.',
    command:
      'kubectl delete meshsyncs.meshery.io,brokers.meshery.io --all --namespace <namespace of the other> --wait --timeout 5m',
    helm: 'helm list --all-namespaces | grep meshery   # then: helm uninstall <release> --namespace <namespace>; one that is not listed came from manifests',
  }),
})
