import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { workloadSubject } from '../facts/meshery.ts'
import { fail, pass, type Outcome } from '../outcome.ts'
import { upgradeOperator } from '../remedies/upgrade-operator.ts'

const Ports = z.strictObject({ hostPorts: z.array(z.number().int()) })
const Checked = z.strictObject({ containers: z.number().int() })
type Answer = Outcome<z.infer<typeof Ports>, z.infer<typeof Checked>>

export const exposedHostPort = defineCheck({
  id: 'exposed-host-port',
  title: 'A Meshery container binds a port of its node',
  severity: 'low',
  ruleVersion: 1,
  group: 'networking',
  answers: ['broker-endpoint', 'egress'],
  rule: 'No container of a Meshery workload has a hostPort. Legacy operators take 9443 and 8080, legacy MeshSync 11000.',
  why: 'Whatever reaches the node reaches the port, past Services and most network policies, and no second pod fits on the node.',
  source: 'Manifests of operators before 1.0; Kubernetes documentation, Pod Security Standards: Baseline',
  evidence: Ports,
  passEvidence: Checked,
  needs: ['workloads'],
  uses: [],
  evaluate({ workloads }) {
    const outcomes = workloads.flatMap((workload): Answer[] => {
      const taking = workload.containers.flatMap(({ name, ports }) => {
        const hostPorts = ports.flatMap(({ hostPort }) => hostPort ?? [])
        return hostPorts.length === 0 ? [] : [fail(workloadSubject(workload, { container: name }), { hostPorts })]
      })
      return taking.length > 0 ? taking : [pass(workloadSubject(workload), { containers: workload.containers.length })]
    })
    return atLeastOne(outcomes, 'no Meshery workload is here')
  },
  describe: (_, { hostPorts }) => `takes ${hostPorts.join(', ')} of its node`,
  remedy: (subject, _, where) => upgradeOperator(where, subject),
})
