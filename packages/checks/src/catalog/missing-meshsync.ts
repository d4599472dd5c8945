import { defineCheck } from '../define.ts'
import { told } from '../evidence-text.ts'
import { missingPart } from '../facts/missing-part.ts'

export const missingMeshsync = defineCheck({
  id: 'missing-meshsync',
  title: 'An Operator without its MeshSync',
  severity: 'high',
  ruleVersion: 1,
  group: 'deployment',
  answers: 'One Operator/MeshSync/Broker per managed cluster (or embedded mode chosen deliberately).',
  rule: 'Operator mode, an Operator is there, and the MeshSync resource or its workload is not, in either generation’s names and API group.',
  why: 'Without MeshSync nothing discovers the cluster: the plane shows what it saw last.',
  source: 'Meshery documentation, Deployment Models: one Operator, MeshSync and Broker per managed cluster',
  needs: ['workloads', 'brokers', 'meshSyncs'],
  uses: [],
  evaluate({ workloads, brokers, meshSyncs }, { planes }) {
    return missingPart(
      { component: 'meshsync', kind: 'MeshSync', workload: 'meshery-meshsync', workloadKind: 'Deployment' },
      { workloads, of: meshSyncs, others: [...brokers, ...meshSyncs], planes },
    )
  },
  describe: (_, evidence) => `the Operator is there, its MeshSync ${told(evidence, 'lacking')} is not`,
  remedy: () => ({
    summary:
      'Let the Operator make it again: reinstall the chart with its custom resources, or reconnect the cluster in Meshery.',
    helm: 'helm upgrade --install meshery-operator meshery/meshery-operator --namespace meshery',
  }),
})
