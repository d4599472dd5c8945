import { defineCheck } from '../define.ts'
import { told } from '../evidence-text.ts'
import { missingPart } from '../facts/missing-part.ts'

export const missingBroker = defineCheck({
  id: 'missing-broker',
  title: 'An Operator without its Broker',
  severity: 'high',
  ruleVersion: 1,
  group: 'deployment',
  answers: 'One Operator/MeshSync/Broker per managed cluster (or embedded mode chosen deliberately).',
  rule: 'Operator mode, an Operator is there, and the Broker resource or its workload is not, in either generation’s names and API group.',
  why: 'Without a Broker nothing carries what MeshSync sees to the plane.',
  source: 'Meshery documentation, Deployment Models: one Operator, MeshSync and Broker per managed cluster',
  needs: ['workloads', 'brokers', 'meshSyncs'],
  uses: [],
  evaluate({ workloads, brokers, meshSyncs }, { planes }) {
    return missingPart(
      { component: 'broker', kind: 'Broker', workload: 'meshery-nats', workloadKind: 'StatefulSet' },
      { workloads, of: brokers, others: [...brokers, ...meshSyncs], planes },
    )
  },
  describe: (_, evidence) => `the Operator is there, its Broker ${told(evidence, 'lacking')} is not`,
  remedy: () => ({
    summary:
      'Let the Operator make it again: reinstall the chart with its custom resources, or reconnect the cluster in Meshery.',
    helm: 'helm upgrade --install meshery-operator meshery/meshery-operator --namespace meshery',
  }),
})
