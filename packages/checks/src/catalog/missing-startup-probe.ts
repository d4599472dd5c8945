import type { PodState } from '@fleet-auditor/model/workload.ts'
import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { ofComponent, workloadSubject } from '../facts/meshery.ts'
import { podsOf } from '../facts/readiness.ts'
import { mainContainer } from '../facts/workload/main-container.ts'
import { fail, notApplicable, pass } from '../outcome.ts'
import { changeValues } from '../remedies/change-workload.ts'

const Early = z.strictObject({ seconds: z.number().int(), restarts: z.number().int() })

/** From the start of a container; what ends it later is not its start (checks.md §3). */
const earlySeconds = 300

export const missingStartupProbe = defineCheck({
  id: 'missing-startup-probe',
  title: 'A Server without startup probe restarts while it starts',
  severity: 'info',
  ruleVersion: 1,
  group: 'resiliency',
  answers: ['probes', 'upgrade-procedure'],
  rule: `The Server's container has a startup probe, or no container of its pods ended its run before this one within ${earlySeconds} s of its start. Not-applicable without a startup probe where no pod of it is there to show that.`,
  why: 'A Server loads capabilities at its start. With a startup probe the kubelet waits for that; without one the liveness probe may end it in the middle.',
  source: 'Chart meshery, values-upgrade.yaml: startup probe on; Kubernetes documentation, startup probes',
  evidence: Early,
  passEvidence: z.strictObject({ because: z.string() }),
  material: [],
  needs: ['workloads', 'pods'],
  uses: [],
  evaluate({ workloads, pods }) {
    const outcomes = ofComponent(workloads, 'server').map((server) => {
      const container = mainContainer(server)
      if (!container) return notApplicable('the Server has no container')
      const subject = workloadSubject(server, { container: container.name })
      if (container.probes?.startup) return pass(subject, { because: 'a startup probe' })
      const states = podsOf(server, pods).flatMap((pod) => pod.containers.filter(({ name }) => name === container.name))
      if (states.length === 0) return notApplicable('no startup probe, and no pod that shows how the Server starts')
      const early = states.find((state) => secondsOfRun(state) < earlySeconds)
      if (!early) return pass(subject, { because: 'no startup probe, and no run that ended early' })
      return fail(subject, { seconds: Math.round(secondsOfRun(early)), restarts: early.restarts })
    })
    return atLeastOne(outcomes, 'no Server is here')
  },
  describe: (_, { seconds, restarts }) =>
    `no startup probe, and its last run ended ${seconds} s after its start (${restarts} restarts)`,
  remedy: (subject, _, where) => ({
    summary: 'Turn the startup probe on, as values-upgrade.yaml of the chart does.',
    ...changeValues(where, {
      summary: 'Turn it on.',
      subject,
      settings: [{ key: 'probe.startupProbe.enabled', value: 'true' }],
    }),
  }),
})

/** Infinite where no run before this one is recorded. */
const secondsOfRun = ({ lastRun }: PodState['containers'][number]): number =>
  lastRun ? (Date.parse(lastRun.finishedAt) - Date.parse(lastRun.startedAt)) / 1000 : Infinity
