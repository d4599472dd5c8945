import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { ofComponent, workloadSubject } from '../facts/meshery.ts'
import { serverEnv } from '../facts/workload/server-env.ts'
import { fail, pass } from '../outcome.ts'
import { changeVariables } from '../remedies/change-workload.ts'
import { ask } from '../remedies/shell-command.ts'

const Urls = z.strictObject({ urls: z.array(z.string()) })

export const looseProviderUrls = defineCheck({
  id: 'loose-provider-urls',
  title: 'The Server offers more than one Remote Provider',
  severity: 'low',
  ruleVersion: 1,
  group: 'security',
  answers: ['remote-provider', 'component-remote-provider'],
  rule: 'PROVIDER_BASE_URLS of the Server lists one URL. Not set, the Server uses the seven of its build.',
  why: 'Every provider listed may be chosen at login, and then holds what people save.',
  source: 'Meshery documentation, Identity; Server Environment Variables: PROVIDER_BASE_URLS',
  evidence: Urls,
  needs: ['workloads'],
  uses: [],
  evaluate({ workloads }) {
    const outcomes = ofComponent(workloads, 'server').map((server) => {
      const env = serverEnv(server, 'PROVIDER_BASE_URLS')
      if ('verdict' in env) return env
      const urls = (env.value ?? '').split(/[\s,]+/).filter((url) => url !== '')
      const subject = workloadSubject(server)
      return urls.length === 1 ? pass(subject, { urls }) : fail(subject, { urls })
    })
    return atLeastOne(outcomes, 'no Server is here')
  },
  describe: (_, { urls }) => (urls.length === 0 ? 'PROVIDER_BASE_URLS is not set' : `lists ${urls.join(', ')}`),
  remedy: (subject, _, where) => ({
    summary: 'List the URL of the provider that you preselect, and no other.',
    ...changeVariables(where, subject, 'List it.', [
      ['PROVIDER_BASE_URLS', ask('PROVIDER_URL', 'the URL of the provider')],
    ]),
  }),
})
