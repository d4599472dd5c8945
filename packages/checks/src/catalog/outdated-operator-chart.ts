import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { ofComponent, workloadSubject } from '../facts/meshery.ts'
import { mainContainer } from '../facts/workload/main-container.ts'
import { fail, pass } from '../outcome.ts'
import { upgradeOperator } from '../remedies/upgrade-operator.ts'

export const outdatedOperatorChart = defineCheck({
  id: 'outdated-operator-chart',
  title: 'The operator chart is too old for its images',
  severity: 'high',
  ruleVersion: 1,
  group: 'operations',
  answers: ['upgrade-procedure', 'component-operator'],
  rule: 'The Operator has a container kube-rbac-proxy and its manager no ENABLE_WEBHOOKS: the signature of charts below v1.0.51.',
  why: 'With its moving tag such a chart pulls an operator of 1.x at the next restart, which dies for a certificate that the chart does not make.',
  source:
    'Meshery documentation, chart floor v1.0.51 of the Server; meshery-operator source, webhooks on unless turned off',
  evidence: z.strictObject({ image: z.string() }),
  needs: ['workloads'],
  uses: [],
  evaluate({ workloads }) {
    const outcomes = ofComponent(workloads, 'operator').map((operator) => {
      const manager = mainContainer(operator)
      const isOld =
        operator.containers.some(({ name }) => name === 'kube-rbac-proxy') &&
        !manager?.env.some(({ name }) => name === 'ENABLE_WEBHOOKS')
      const evidence = { image: manager?.image ?? '' }
      return isOld ? fail(workloadSubject(operator), evidence) : pass(workloadSubject(operator), evidence)
    })
    return atLeastOne(outcomes, 'no Operator is here')
  },
  describe: (_, { image }) => `the chart is older than v1.0.51, and its manager is ${image}`,
  remedy: (subject, _, where) => upgradeOperator(where, subject),
})
