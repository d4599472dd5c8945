import type { Plane } from '@fleet-auditor/model/fleet-file.ts'
import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { ofComponent, workloadSubject } from '../facts/meshery.ts'
import { serverEnv } from '../facts/workload/server-env.ts'
import { fail, notApplicable, pass } from '../outcome.ts'
import { callbackPath, callbackVariable } from '../remedies/callback-variable.ts'
import { changeVariables } from '../remedies/change-workload.ts'

export const wrongCallbackUrl = defineCheck({
  id: 'wrong-callback-url',
  title: 'The login callback URL is wrong',
  severity: 'high',
  ruleVersion: 1,
  group: 'networking',
  answers: ['callback-url', 'caveat-callback-url', 'component-server'],
  rule: `MESHERY_SERVER_CALLBACK_URL of the Server is https, ends with ${callbackPath}, and has the host of a management plane of the fleet file where one is declared for this cluster. Not-applicable where the Local Provider is selected, which has no login.`,
  why: 'Unset, the Server sends http:// and the host that it was asked by: behind TLS or a proxy every login ends in an error.',
  source: 'Meshery documentation, Identity: the callback URL; login redirect of the Server',
  evidence: z.strictObject({ callback: z.string(), because: z.string() }),
  passEvidence: z.strictObject({ callback: z.string() }),
  needs: ['workloads'],
  uses: [],
  evaluate({ workloads }, { planes }) {
    const outcomes = ofComponent(workloads, 'server').map((server) => {
      const provider = serverEnv(server, 'PROVIDER')
      if ('value' in provider && /^(?:local|none)$/i.test(provider.value ?? '')) {
        return notApplicable('the Local Provider has no login (see local-provider)')
      }
      const env = serverEnv(server, 'MESHERY_SERVER_CALLBACK_URL')
      if ('verdict' in env) return env
      const subject = workloadSubject(server)
      const { value: callback = '' } = env
      const because = mistakeIn(callback, planes)
      if (because === undefined) return pass(subject, { callback })
      // With the Local Provider, which it may be, nothing is wrong.
      return 'verdict' in provider ? provider : fail(subject, { callback, because })
    })
    return atLeastOne(outcomes, 'no Server is here')
  },
  describe: (_, { callback, because }) => (callback === '' ? because : `${callback}: ${because}`),
  remedy: (subject, _, where) => ({
    summary: 'Set it to the URL that people use, with its path.',
    ...changeVariables(where, subject, 'Set it.', [callbackVariable]),
  }),
})

function mistakeIn(callback: string, planes: readonly Plane[]): string | undefined {
  if (callback === '') return 'MESHERY_SERVER_CALLBACK_URL is not set'
  const url = URL.parse(callback)
  if (!url) return 'it is no URL'
  if (url.protocol !== 'https:') return 'it is not https'
  if (url.pathname !== callbackPath) return `its path is not ${callbackPath}`
  const hosts = planes.flatMap((plane) => (plane.url === undefined ? [] : [new URL(plane.url).host]))
  return hosts.length === 0 || hosts.includes(url.host) ? undefined : `the fleet file has ${hosts.join(', ')}`
}
