import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { ofComponent, workloadSubject } from '../facts/meshery.ts'
import { fail, pass } from '../outcome.ts'
import { installOperator } from '../remedies/install-operator.ts'
import { removeOperator } from '../remedies/remove-operator.ts'

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
  remedy: (subject, _, where) => ({
    summary:
      'Move the Operator to the namespace meshery: remove it here, then install it there. Discovery stops meanwhile.',
    steps: [...removeOperator(where, subject, { keepsResources: false }), installOperator(where)],
  }),
})
