import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { ofComponent, workloadSubject } from '../facts/meshery.ts'
import { serverEnv } from '../facts/workload/server-env.ts'
import { fail, pass, unknown } from '../outcome.ts'
import { changeVariables } from '../remedies/change-workload.ts'

/** Seconds; the Server’s default (meshery.md §8). */
const defaultSeconds = 180

const units: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 1e-3 }

/** A Go duration in seconds; undefined where it is none. */
function secondsOf(text: string): number | undefined {
  if (!/^(?:\d+(?:\.\d+)?(?:h|ms|m|s))+$/.test(text)) return undefined
  return [...text.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s)/g)].reduce(
    (sum, [, number, unit = '']) => sum + Number(number) * (units[unit] ?? 0),
    0,
  )
}

export const shortPolicyTimeout = defineCheck({
  id: 'short-policy-timeout',
  title: 'The policy timeout is shorter than the default',
  severity: 'info',
  ruleVersion: 1,
  group: 'sizing',
  answers: ['caveat-policy-timeout'],
  rule: 'POLICY_EVAL_TIMEOUT of the Server is not set, or 3 minutes or more.',
  why: 'Evaluation that runs out of time leaves the relationships of a large design unevaluated.',
  source: 'Meshery documentation, Operational Readiness, known caveats; Server Environment Variables',
  evidence: z.strictObject({ timeout: z.string() }),
  needs: ['workloads'],
  uses: [],
  evaluate({ workloads }) {
    const outcomes = ofComponent(workloads, 'server').map((server) => {
      const env = serverEnv(server, 'POLICY_EVAL_TIMEOUT')
      if ('verdict' in env) return env
      const subject = workloadSubject(server)
      if (env.value === undefined) return pass(subject, { timeout: 'default' })
      const seconds = secondsOf(env.value)
      if (seconds === undefined) {
        return unknown('malformed', `POLICY_EVAL_TIMEOUT is no duration: ${env.value}`, { subject })
      }
      return seconds < defaultSeconds ? fail(subject, { timeout: env.value }) : pass(subject, { timeout: env.value })
    })
    return atLeastOne(outcomes, 'no Server is here')
  },
  describe: (_, { timeout }) => `POLICY_EVAL_TIMEOUT=${timeout}; the default is 3m`,
  remedy: (subject, _, where) => ({
    summary: 'Raise it together with the Server’s CPU.',
    ...changeVariables(where, subject, 'Raise it.', [['POLICY_EVAL_TIMEOUT', '3m']]),
  }),
})
