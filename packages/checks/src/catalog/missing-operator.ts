import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { discoveryMode } from '../facts/discovery-mode.ts'
import { ofComponent, workloadSubject } from '../facts/meshery.ts'
import { fail, notApplicable, pass } from '../outcome.ts'

export const missingOperator = defineCheck({
  id: 'missing-operator',
  title: 'No Meshery Operator where discovery needs one',
  severity: 'high',
  ruleVersion: 1,
  group: 'deployment',
  answers: 'One Operator/MeshSync/Broker per managed cluster (or embedded mode chosen deliberately).',
  rule: 'Operator mode is expected (fleet file, else the Server’s MESHSYNC_DEFAULT_DEPLOYMENT_MODE, else a Broker or MeshSync resource) and no Operator Deployment is there. Embedded mode needs none.',
  why: 'Without its Operator nothing keeps MeshSync and the Broker running, and the plane slowly loses sight of the cluster.',
  source: 'Meshery documentation, Deployment Models: one Operator per managed cluster',
  evidence: z.strictObject({ expectedBecause: z.string() }),
  passEvidence: z.strictObject({ operators: z.number().int() }),
  needs: ['workloads', 'brokers', 'meshSyncs'],
  uses: [],
  evaluate({ workloads, brokers, meshSyncs }, { planes }) {
    const expected = discoveryMode(workloads, [...brokers, ...meshSyncs], planes)
    if (expected.mode !== 'operator') return [notApplicable(`${expected.mode} mode: ${expected.because}`)]
    const operators = ofComponent(workloads, 'operator')
    const [first] = operators
    if (first) return [pass(workloadSubject(first), { operators: operators.length })]
    return [
      fail(
        { kind: 'Deployment', namespace: 'meshery', name: 'meshery-operator' },
        { expectedBecause: expected.because },
      ),
    ]
  },
  describe: (_, { expectedBecause }) => `operator mode is expected (${expectedBecause}), but no Operator is installed`,
  remedy: () => ({
    summary: 'Install the Operator, or declare embedded discovery for this plane in the fleet file.',
    helm: 'helm upgrade --install meshery-operator meshery/meshery-operator --namespace meshery',
  }),
})
