import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { ofComponent, workloadSubject } from '../facts/meshery.ts'
import { serverEnv } from '../facts/workload/server-env.ts'
import { fail, pass } from '../outcome.ts'
import { byPerson } from '../remedies/change-workload.ts'
import { actsOnObject } from '../remedies/kubernetes-step.ts'

const Tracing = z.strictObject({ tracing: z.string() })

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
      const config = serverEnv(server, 'OTEL_CONFIG')
      if ('verdict' in config) return config
      const tracing = config.value ?? 'not set'
      const subject = workloadSubject(server)
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
