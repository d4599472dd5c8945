import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { ofComponent, workloadSubject } from '../facts/meshery.ts'
import { mainContainer } from '../facts/workload/main-container.ts'
import { variableOf } from '../facts/workload/server-env.ts'
import { action, fail, pass, unknown } from '../outcome.ts'
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
      const subject = workloadSubject(operator)
      const evidence = { image: manager?.image ?? '' }
      const hasProxy = operator.containers.some(({ name }) => name === 'kube-rbac-proxy')
      if (!hasProxy || manager?.env.some(({ name }) => name === 'ENABLE_WEBHOOKS')) return pass(subject, evidence)
      const webhooks = variableOf(operator, 'ENABLE_WEBHOOKS')
      if (!('from' in webhooks)) return fail(subject, evidence)
      const detail = `ENABLE_WEBHOOKS of ${operator.name} may come from ${webhooks.from}, which is not read`
      return unknown('undeclared', detail, {
        subject,
        grant: action('upgrade the operator’s chart, or give ENABLE_WEBHOOKS as a value under env of its manager'),
      })
    })
    return atLeastOne(outcomes, 'no Operator is here')
  },
  describe: (_, { image }) => `the chart is older than v1.0.51, and its manager is ${image}`,
  remedy: (subject, _, where) => upgradeOperator(where, subject),
})
