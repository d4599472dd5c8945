import { operatorLease } from '@fleet-auditor/model/operator-lease.ts'
import { isMesherys } from '@fleet-auditor/model/presence.ts'
import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { discoveryMode, otherMode } from '../facts/discovery-mode.ts'
import { ofComponent, workloadSubject } from '../facts/meshery.ts'
import { action, fail, nothingHere, pass, unknown, unknownFrom } from '../outcome.ts'
import { installOperator, reconnectOr } from '../remedies/install-operator.ts'

export const missingOperator = defineCheck({
  id: 'missing-operator',
  title: 'The Meshery Operator is missing',
  severity: 'high',
  ruleVersion: 3,
  group: 'deployment',
  answers: ['one-operator', 'component-operator'],
  rule: 'Operator mode is expected (fleet file, else a Broker or MeshSync resource or workload, else the Server’s MESHSYNC_DEFAULT_DEPLOYMENT_MODE) and no Operator Deployment is there. It is looked for by its labels in every namespace, and by its image in the namespace meshery, in those of Meshery’s resources and in those that the fleet file names (recognise). Unknown while somebody holds the Operator’s leader lease, and where API groups of Meshery are served and nothing else of it is seen: it may run under labels and an image that are not known. Embedded mode needs none.',
  why: 'Without its Operator nothing keeps MeshSync and the Broker running, and the plane slowly loses sight of the cluster.',
  source: 'Meshery documentation, Deployment Models: one Operator per managed cluster',
  evidence: z.strictObject({ expectedBecause: z.string(), lookedIn: z.array(z.string()) }),
  passEvidence: z.strictObject({ operators: z.number().int() }),
  needs: ['workloads', 'brokers', 'meshSyncs'],
  material: ['expectedBecause'],
  uses: ['leases', 'apiGroups'],
  evaluate({ workloads, brokers, meshSyncs, leases, apiGroups }, { planes, recognise }) {
    const resources = [...brokers, ...meshSyncs]
    const expected = discoveryMode(workloads, resources, planes)
    if (expected.mode !== 'operator') return [otherMode(expected)]
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
          grant: action(
            'name the labels, the image or the namespace of the Operator under recognise in the fleet file',
          ),
        }),
      ]
    }
    const served = apiGroups.status === 'collected' && apiGroups.value.some(isMesherys)
    if (served && workloads.length + resources.length === 0) return [nothingHere('no Operator was recognised')]
    const namespaces = ['meshery', ...resources.map(({ namespace }) => namespace), ...(recognise?.namespaces ?? [])]
    return [fail(subject, { expectedBecause: expected.because, lookedIn: [...new Set(namespaces)] })]
  },
  describe: (_, { expectedBecause, lookedIn }) =>
    `operator mode is expected (${expectedBecause}), but no Operator is installed: none has its labels in any namespace, or its image in ${lookedIn.join(', ')}`,
  remedy: (_, __, where) => ({
    summary:
      'Reconnect the cluster in Meshery (Settings, Operator on), which installs the Operator and keeps it; install it by Helm only where no Server manages it. Or declare embedded discovery for this plane in the fleet file.',
    ...reconnectOr(where, [installOperator(where)]),
  }),
})
