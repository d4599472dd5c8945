import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { ofComponent, workloadSubject } from '../facts/meshery.ts'
import { serverEnv } from '../facts/workload/server-env.ts'
import { fail, pass } from '../outcome.ts'
import { changeVariables } from '../remedies/change-workload.ts'

/** Info (meshery.md §8): 5 is debug, 6 is trace. */
const infoLevel = 4

export const verboseLogging = defineCheck({
  id: 'verbose-logging',
  title: 'The Server logs at debug level or finer',
  severity: 'low',
  ruleVersion: 1,
  group: 'operations',
  answers: ['tracing-logs'],
  rule: 'LOG_LEVEL of the Server is 4 or less, its default, and DEBUG is not true.',
  why: 'Debug logs hold requests and what they carry, and cost what they weigh.',
  source: 'Meshery documentation, Monitoring & KPIs: LOG_LEVEL=4; Server Environment Variables',
  evidence: z.strictObject({ setting: z.string() }),
  passEvidence: z.strictObject({ level: z.string() }),
  needs: ['workloads'],
  uses: [],
  evaluate({ workloads }) {
    const outcomes = ofComponent(workloads, 'server').map((server) => {
      const subject = workloadSubject(server)
      const level = serverEnv(server, 'LOG_LEVEL')
      if ('verdict' in level) return level
      const debug = serverEnv(server, 'DEBUG')
      if ('verdict' in debug) return debug
      if (debug.value === 'true') return fail(subject, { setting: 'DEBUG=true' })
      const isVerbose = Number(level.value ?? infoLevel) > infoLevel
      return isVerbose
        ? fail(subject, { setting: `LOG_LEVEL=${level.value}` })
        : pass(subject, { level: level.value ?? 'default' })
    })
    return atLeastOne(outcomes, 'no Server is here')
  },
  describe: (_, { setting }) => setting,
  remedy: (subject, _, where) => ({
    summary: 'Log at level 4.',
    ...changeVariables(where, subject, 'Set both.', [
      ['LOG_LEVEL', '4'],
      ['DEBUG', 'false'],
    ]),
  }),
})
