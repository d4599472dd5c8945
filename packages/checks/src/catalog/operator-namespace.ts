import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { ofComponent, workloadSubject } from '../facts/meshery.ts'
import { fail, pass } from '../outcome.ts'

export const operatorNamespace = defineCheck({
  id: 'operator-namespace',
  title: 'The Operator runs outside the namespace meshery',
  severity: 'high',
  ruleVersion: 1,
  group: 'deployment',
  answers: ['one-operator', 'component-operator'],
  rule: 'Every Operator Deployment is in the namespace meshery.',
  why: 'The lease, the custom resources and the Server’s lookups are fixed to the namespace meshery: elsewhere leader election is denied and MeshSync ignores its own settings.',
  source: 'meshery-operator and MeshSync: namespace hard-coded',
  evidence: z.strictObject({ namespace: z.string(), expected: z.string() }),
  passEvidence: z.strictObject({ namespace: z.string() }),
  needs: ['workloads'],
  uses: [],
  evaluate({ workloads }) {
    return atLeastOne(
      ofComponent(workloads, 'operator').map((operator) =>
        operator.namespace === 'meshery'
          ? pass(workloadSubject(operator), { namespace: operator.namespace })
          : fail(workloadSubject(operator), { namespace: operator.namespace, expected: 'meshery' }),
      ),
      'no Operator is here',
    )
  },
  describe: (_, { namespace }) => `runs in namespace ${namespace}`,
  remedy: ({ namespace = '<namespace>' }) => ({
    summary:
      'Move the Operator to the namespace meshery: delete its Broker and MeshSync first and wait until they are gone, for only a running operator clears their finalizers. Discovery stops meanwhile.',
    command: `kubectl delete meshsyncs.meshery.io,brokers.meshery.io --all --namespace ${namespace} --wait --timeout 5m`,
    helm: [
      `helm list --namespace ${namespace}   # the release of the Operator; one that is not listed came from manifests`,
      `helm uninstall <release> --namespace ${namespace} && helm install meshery-operator meshery/meshery-operator --namespace meshery --create-namespace --version <its chart version>`,
    ].join('\n'),
  }),
})
