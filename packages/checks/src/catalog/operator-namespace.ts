import { defineCheck } from '../define.ts'
import { told } from '../evidence-text.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { ofComponent, workloadSubject } from '../facts/meshery.ts'
import { fail, pass } from '../outcome.ts'

export const operatorNamespace = defineCheck({
  id: 'operator-namespace',
  title: 'The Operator runs outside the namespace meshery',
  severity: 'high',
  ruleVersion: 1,
  group: 'deployment',
  answers: 'One Operator/MeshSync/Broker per managed cluster (or embedded mode chosen deliberately).',
  rule: 'Every Operator Deployment is in the namespace meshery.',
  why: 'The lease, the custom resources and the Server’s lookups are fixed to the namespace meshery: elsewhere leader election is denied and MeshSync ignores its own settings.',
  source: 'meshery-operator and MeshSync: namespace hard-coded',
  needs: ['workloads'],
  uses: [],
  evaluate({ workloads }) {
    return atLeastOne(
      ofComponent(workloads, 'operator').map((operator) =>
        operator.namespace === 'meshery'
          ? pass({ namespace: operator.namespace }, workloadSubject(operator))
          : fail(workloadSubject(operator), { namespace: operator.namespace, expected: 'meshery' }),
      ),
      'no Operator is here',
    )
  },
  describe: (_, evidence) => `runs in namespace ${told(evidence, 'namespace')}`,
  remedy: () => ({
    summary: 'Reinstall the Operator in the namespace meshery.',
    helm: 'helm uninstall meshery-operator --namespace <namespace> && helm install meshery-operator meshery/meshery-operator --namespace meshery --create-namespace',
  }),
})
