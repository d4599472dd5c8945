import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { ofComponent } from '../facts/meshery.ts'
import { Tracing, tracingOf } from '../facts/workload/tracing.ts'
import { fail, pass } from '../outcome.ts'
import { byPerson } from '../remedies/change-workload.ts'
import { actsOnObject } from '../remedies/kubernetes-step.ts'

export const disabledTracing = defineCheck({
  id: 'disabled-tracing',
  title: 'The Server sends no traces',
  severity: 'info',
  ruleVersion: 1,
  group: 'operations',
  answers: ['tracing-logs'],
  rule: 'OTEL_CONFIG of the Server names an endpoint. Of its value only that, and whether TLS is off, is stored: it may hold headers.',
  why: 'Without traces a slow request cannot be followed from the Server to a cluster.',
  source: 'Meshery documentation, Monitoring & KPIs; Server Environment Variables: OTEL_CONFIG',
  evidence: Tracing,
  needs: ['workloads'],
  uses: [],
  evaluate({ workloads }) {
    const outcomes = ofComponent(workloads, 'server').map((server) => {
      const sent = tracingOf(server)
      if ('verdict' in sent) return sent
      const { subject, tracing } = sent
      return tracing === 'secure' || tracing === 'insecure' ? pass(subject, { tracing }) : fail(subject, { tracing })
    })
    return atLeastOne(outcomes, 'no Server is here')
  },
  describe: (_, { tracing }) => (tracing === 'not set' ? 'OTEL_CONFIG is not set' : 'OTEL_CONFIG names no endpoint'),
  remedy: (subject) =>
    byPerson(
      'Set OTEL_CONFIG of the Server to the service name and the endpoint of your collector, with TLS.',
      actsOnObject(subject),
    ),
})
