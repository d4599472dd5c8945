import type { BrokerResource, MeshSyncResource } from '@fleet-auditor/model/meshery-resource.ts'
import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { ofComponent } from '../facts/meshery.ts'
import { fail, pass } from '../outcome.ts'

const State = z.strictObject({ operator: z.boolean(), terminating: z.boolean() })

export const orphanedComponents = defineCheck({
  id: 'orphaned-components',
  title: 'A Broker or MeshSync that cannot be deleted',
  severity: 'high',
  ruleVersion: 1,
  group: 'deployment',
  answers: ['one-operator', 'component-broker', 'component-meshsync'],
  rule: 'A Broker or MeshSync resource is being deleted, and no Operator runs that clears its finalizers. A resource that only lacks its Operator is missing-operator’s.',
  why: 'The resource, and with it its namespace, hangs in deletion for ever; nothing can be installed again under its name.',
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
  remedy: ({ kind, namespace = 'meshery', name }) => ({
    summary:
      'Install the Operator again and let it finish, then remove it after its resources. Only where that cannot be, take the finalizers off by hand: what the resource made then stays behind.',
    command: `kubectl patch ${kind.toLowerCase()}s.meshery.io ${name} --namespace ${namespace} --type merge --patch '{"metadata":{"finalizers":null}}'`,
  }),
})
