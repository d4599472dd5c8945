import type { BrokerResource, MeshSyncResource } from '@fleet-auditor/model/meshery-resource.ts'
import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { ofComponent } from '../facts/meshery.ts'
import { fail, pass } from '../outcome.ts'
import { installOperator } from '../remedies/install-operator.ts'
import { patchStep } from '../remedies/kubernetes-step.ts'

const State = z.strictObject({ operator: z.boolean(), terminating: z.boolean() })

export const orphanedComponents = defineCheck({
  id: 'orphaned-components',
  title: 'A Broker or MeshSync without an Operator',
  severity: 'high',
  ruleVersion: 1,
  group: 'deployment',
  answers: ['one-operator', 'component-broker', 'component-meshsync'],
  rule: 'A Broker or MeshSync resource is being deleted, and no Operator runs that clears its finalizers. A resource that only lacks its Operator is missing-operator’s.',
  why: 'The resource, and with it its namespace, stays in deletion; nothing can be installed again under its name.',
  source: 'meshery-operator source, finalizers; meshery issue 10924',
  evidence: State,
  needs: ['workloads', 'brokers', 'meshSyncs'],
  uses: [],
  evaluate({ workloads, brokers, meshSyncs }) {
    const operator = ofComponent(workloads, 'operator').some(({ replicas }) => replicas > 0)
    const judge = (kind: string, { namespace, name, terminating }: BrokerResource | MeshSyncResource) => {
      const subject = { kind, namespace, name }
      const evidence = { operator, terminating }
      return terminating && !operator ? fail(subject, evidence) : pass(subject, evidence)
    }
    const outcomes = [
      ...brokers.map((broker) => judge('Broker', broker)),
      ...meshSyncs.map((meshSync) => judge('MeshSync', meshSync)),
    ]
    return atLeastOne(outcomes, 'no Broker or MeshSync resource is here')
  },
  describe: () => 'it is being deleted, and no Operator runs that clears its finalizers',
  remedy: (subject, _, where) => ({
    summary: 'Install the Operator again and let it finish, then remove it after its resources.',
    steps: [installOperator(where)],
    alternatives: [
      {
        summary: 'Only where that cannot be: what the resource made then stays behind',
        steps: [
          patchStep(where, {
            summary: 'Take the finalizers off.',
            subject,
            resource: `${subject.kind.toLowerCase()}s.meshery.io`,
            patch: '{"metadata":{"finalizers":null}}',
            interrupts: 'The resource is gone at once.',
          }),
        ],
      },
    ],
  }),
})
