import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { ofComponent } from '../facts/meshery.ts'
import { Tracing, tracingOf } from '../facts/workload/tracing.ts'
import { fail, notApplicable, pass } from '../outcome.ts'
import { byPerson } from '../remedies/change-workload.ts'
import { actsOnObject } from '../remedies/kubernetes-step.ts'

export const insecureTracing = defineCheck({
  id: 'insecure-tracing',
  title: 'The Server sends traces without TLS',
  severity: 'low',
  ruleVersion: 1,
  group: 'operations',
  answers: ['tracing-logs'],
  rule: 'OTEL_CONFIG of the Server does not set insecure: true. Not-applicable where it names no endpoint.',
  why: 'Traces hold names of clusters, users and designs, and cross the network in the clear.',
  source: 'Meshery documentation, Monitoring & KPIs; Server Environment Variables: OTEL_CONFIG',
  evidence: Tracing,
  needs: ['workloads'],
  uses: [],
  evaluate({ workloads }) {
    const outcomes = ofComponent(workloads, 'server').map((server) => {
      const sent = tracingOf(server)
      if ('verdict' in sent) return sent
      const { subject, tracing } = sent
      if (tracing === 'insecure') return fail(subject, { tracing })
      return tracing === 'secure' ? pass(subject, { tracing }) : notApplicable('no tracing (see disabled-tracing)')
    })
    return atLeastOne(outcomes, 'no Server is here')
  },
  describe: () => 'OTEL_CONFIG sets insecure: true',
  remedy: (subject) =>
    byPerson(
      'Give the collector a certificate, and set insecure: false in OTEL_CONFIG; where it is beside the Server in one pod, accept it with a waiver.',
      actsOnObject(subject),
    ),
})
