import type { Container, Workload } from '@fleet-auditor/model/workload.ts'
import { Component } from '@fleet-auditor/model/workload.ts'
import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { workloadSubject } from '../facts/meshery.ts'
import { isMadeByOperator, mainContainer } from '../facts/workload/main-container.ts'
import { fail, pass, type Outcome } from '../outcome.ts'
import { changeValues, leftToOperator } from '../remedies/change-workload.ts'

const Probed = z.strictObject({ container: z.string() })
const Lacking = z.strictObject({ lacking: z.array(z.string()), component: Component })

/** Paths of the Server’s own handler (meshery.md §1.1); older charts ask `/`, which answers whatever happens. */
const serverPaths = { liveness: '/healthz/live', readiness: '/healthz/ready' } as const

export const missingProbes = defineCheck({
  id: 'missing-probes',
  title: 'A workload without liveness or readiness probe',
  severity: 'medium',
  ruleVersion: 1,
  group: 'resiliency',
  answers: ['probes', 'component-server'],
  rule: 'The main container of Server and Operator has a liveness and a readiness probe; the Server’s ask /healthz/live and /healthz/ready. Info for MeshSync and the Broker, whose probes the operator sets.',
  why: 'Without them Kubernetes sends people to a Server that is still loading, and never restarts one that hangs.',
  source: 'Meshery documentation, High Availability & Resiliency; probes of the chart meshery',
  evidence: Lacking,
  passEvidence: Probed,
  needs: ['workloads'],
  uses: [],
  evaluate({ workloads }) {
    const outcomes = workloads
      .filter(({ component }) => component !== 'adapter')
      .flatMap((workload): Outcome<z.infer<typeof Lacking>, z.infer<typeof Probed>>[] => {
        const container = mainContainer(workload)
        if (!container) return []
        const subject = workloadSubject(workload, { container: container.name })
        const lacking = lackingOf(workload, container)
        if (lacking.length === 0) return [pass(subject, { container: container.name })]
        const { component } = workload
        return [fail(subject, { lacking, component }, isMadeByOperator(workload) ? 'info' : undefined)]
      })
    return atLeastOne(outcomes, 'no Meshery workload is here')
  },
  describe: (_, { lacking }) => lacking.join('; '),
  remedy: (subject, evidence, where) =>
    evidence && isMadeByOperator(evidence)
      ? leftToOperator('An operator of 1.0.3 or newer, with a MeshSync of 1.0.1 or newer, sets both: upgrade it.')
      : {
          summary: 'Enable both probes.',
          ...changeValues(where, {
            summary: 'Enable them.',
            subject,
            component: evidence?.component,
            settings: [
              { key: 'probe.livenessProbe.enabled', value: 'true' },
              { key: 'probe.readinessProbe.enabled', value: 'true' },
            ],
          }),
        },
})

function lackingOf({ component }: Workload, { probes = {} }: Container): string[] {
  return (['liveness', 'readiness'] as const).flatMap((kind) => {
    const probe = probes[kind]
    if (!probe) return [`no ${kind} probe`]
    const wrong = component === 'server' && probe.path !== undefined && probe.path !== serverPaths[kind]
    return wrong ? [`the ${kind} probe asks ${probe.path}, not ${serverPaths[kind]}`] : []
  })
}
