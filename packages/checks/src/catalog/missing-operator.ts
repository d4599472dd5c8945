import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { discoveryMode } from '../facts/discovery-mode.ts'
import { ofComponent, workloadSubject } from '../facts/meshery.ts'
import { operatorLease } from '../facts/operator-lease.ts'
import { action, fail, notApplicable, pass, unknown, unknownFrom } from '../outcome.ts'
import { installOperator, reconnectOr } from '../remedies/install-operator.ts'

export const missingOperator = defineCheck({
  id: 'missing-operator',
  title: 'No Meshery Operator where discovery needs one',
  severity: 'high',
  ruleVersion: 2,
  group: 'deployment',
  answers: ['one-operator', 'component-operator'],
  rule: 'Operator mode is expected (fleet file, else a Broker or MeshSync resource or workload, else the Server’s MESHSYNC_DEFAULT_DEPLOYMENT_MODE) and no Operator Deployment is there. Unknown while somebody holds the Operator’s leader lease: it runs under labels that are not known. Embedded mode needs none.',
  why: 'Without its Operator nothing keeps MeshSync and the Broker running, and the plane slowly loses sight of the cluster.',
  source: 'Meshery documentation, Deployment Models: one Operator per managed cluster',
  evidence: z.strictObject({ expectedBecause: z.string() }),
  passEvidence: z.strictObject({ operators: z.number().int() }),
  needs: ['workloads', 'brokers', 'meshSyncs'],
  uses: ['leases'],
  evaluate({ workloads, brokers, meshSyncs, leases }, { planes }) {
    const expected = discoveryMode(workloads, [...brokers, ...meshSyncs], planes)
    if (expected.mode !== 'operator') return [notApplicable(`${expected.mode} mode: ${expected.because}`)]
    const operators = ofComponent(workloads, 'operator')
    const [first] = operators
    if (first) return [pass(workloadSubject(first), { operators: operators.length })]
    const subject = { kind: 'Deployment', namespace: 'meshery', name: 'meshery-operator' }
    if (leases.status === 'failed') return [unknownFrom(leases, subject)]
    const lease = leases.value.find(({ live, name }) => live && operatorLease.test(name))
    if (lease) {
      const detail = `${lease.namespace}/${lease.name} is held by ${lease.holder ?? 'somebody'}, though no Operator was recognised`
      return [
        unknown('undeclared', detail, {
          subject,
          grant: action('give the Deployment of the Operator the labels of its chart'),
        }),
      ]
    }
    return [fail(subject, { expectedBecause: expected.because })]
  },
  describe: (_, { expectedBecause }) => `operator mode is expected (${expectedBecause}), but no Operator is installed`,
  remedy: (_, __, where) => ({
    summary:
      'Reconnect the cluster in Meshery (Settings, Operator on), which installs the Operator and keeps it; install it by Helm only where no Server manages it. Or declare embedded discovery for this plane in the fleet file.',
    ...reconnectOr(where, [installOperator(where)]),
  }),
})
