import type { Container } from '@fleet-auditor/model/workload.ts'
import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { ofComponent, workloadSubject } from '../facts/meshery.ts'
import { mainContainer } from '../facts/workload/main-container.ts'
import { fail, notApplicable, pass } from '../outcome.ts'
import { changeValues } from '../remedies/change-workload.ts'

const Seconds = z.strictObject({ seconds: z.number(), expected: z.number() })

/** The chart’s liveness probe: 80 s, then 4 failures 12 s apart (chart meshery, values.yaml). */
const chartSeconds = 80 + 12 * 4

export const hastyProbes = defineCheck({
  id: 'hasty-probes',
  title: 'The Server’s liveness probe restarts it sooner than the chart’s',
  severity: 'low',
  ruleVersion: 1,
  group: 'resiliency',
  answers: ['probes', 'upgrade-procedure'],
  rule: `A Server that does not answer from its start is killed after initial delay + period × failures; a startup probe counts as delay. Less than the chart’s ${chartSeconds} s fails.`,
  why: 'Loading capabilities after an upgrade takes minutes: a hasty probe kills the Server in the middle of it, again and again.',
  source: 'Meshery documentation, Operational Readiness: upgrade-friendly probe values; chart meshery, values.yaml',
  evidence: Seconds,
  needs: ['workloads'],
  uses: [],
  evaluate({ workloads }) {
    const outcomes = ofComponent(workloads, 'server').map((workload) => {
      const container = mainContainer(workload)
      const seconds = container && secondsToKill(container)
      if (seconds === undefined) return notApplicable('no liveness probe (see missing-probes)')
      const subject = workloadSubject(workload, { container: container?.name ?? '' })
      const evidence = { seconds, expected: chartSeconds }
      return seconds < chartSeconds ? fail(subject, evidence) : pass(subject, evidence)
    })
    return atLeastOne(outcomes, 'no Server is here')
  },
  describe: (_, { seconds, expected }) =>
    `kills a Server that does not answer after ${seconds} s; the chart waits ${expected} s`,
  remedy: (subject, _, where) => ({
    summary: 'Give it the chart’s times; for upgrades use values-upgrade.yaml, pinned beside your own values.',
    ...changeValues(where, {
      summary: 'Set the chart’s times.',
      subject,
      settings: [
        { key: 'probe.livenessProbe.initialDelaySeconds', value: '80' },
        { key: 'probe.livenessProbe.periodSeconds', value: '12' },
        { key: 'probe.livenessProbe.failureThreshold', value: '4' },
      ],
    }),
  }),
})

function secondsToKill({ probes = {} }: Container): number | undefined {
  const { liveness, startup } = probes
  if (!liveness) return undefined
  const delay = startup ? startup.initialDelay + startup.period * startup.failures : 0
  return delay + liveness.initialDelay + liveness.period * liveness.failures
}
