import type { ServiceFacts } from '@fleet-auditor/model/service-facts.ts'
import type { Workload } from '@fleet-auditor/model/workload.ts'
import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { ofComponent, workloadSubject } from '../facts/meshery.ts'
import { serverEnv } from '../facts/workload/server-env.ts'
import { fail, pass, unknownFrom } from '../outcome.ts'
import { callbackVariable } from '../remedies/callback-variable.ts'
import { changeVariables } from '../remedies/change-workload.ts'
import { ask } from '../remedies/shell-command.ts'

/** `reachedBy`: what leads to it from outside the cluster. */
const Local = z.strictObject({ provider: z.string(), reachedBy: z.array(z.string()) })

/** How the Local Provider is named; `None` until 2025 (meshery.md §6c). */
const local: readonly string[] = ['local', 'none']

export const localProvider = defineCheck({
  id: 'local-provider',
  title: 'The Server lets users in without a login',
  severity: 'critical',
  ruleVersion: 1,
  group: 'security',
  answers: ['remote-provider', 'caveat-local-provider', 'component-remote-provider', 'component-server'],
  rule: 'PROVIDER of the Server names a Remote Provider. Local or None has no authentication; with none preselected the chooser offers Local to everybody. Critical where a Service of type LoadBalancer or NodePort, or a route, leads to the Server; else high.',
  why: 'The Local Provider has no login: everyone who opens the page acts with the Server’s rights in every cluster that it manages.',
  source: 'Meshery documentation, Identity; provider middleware of the Server',
  evidence: Local,
  passEvidence: z.strictObject({ provider: z.string() }),
  needs: ['workloads'],
  uses: ['services', 'routes'],
  evaluate({ workloads, services, routes }) {
    const outcomes = ofComponent(workloads, 'server').map((server) => {
      const subject = workloadSubject(server)
      const provider = serverEnv(server, 'PROVIDER')
      if ('verdict' in provider) return provider
      const { value } = provider
      if (value !== undefined && !local.includes(value.toLowerCase())) return pass(subject, { provider: value })
      if (services.status === 'failed') return unknownFrom(services, subject)
      const own = services.value.filter((service) => leadsTo(service, server))
      const routed = routes.status === 'collected' && routes.value.asked ? routes.value.routes : []
      const reachedBy = [
        ...own.filter(({ type }) => type === 'LoadBalancer' || type === 'NodePort').map(nameOf),
        ...routed
          .filter(({ backends }) => backends.some((to) => own.some((service) => isSame(service, to))))
          .map(({ kind, namespace, name }) => `${kind} ${namespace}/${name}`),
      ]
      return fail(
        subject,
        { provider: value ?? 'none preselected', reachedBy },
        reachedBy.length > 0 ? 'critical' : 'high',
      )
    })
    return atLeastOne(outcomes, 'no Server is here')
  },
  describe: (_, { provider, reachedBy }) =>
    `PROVIDER: ${provider}; ${reachedBy.length > 0 ? `reached by ${reachedBy.join(', ')}` : 'reached from within the cluster'}`,
  remedy: (subject, _, where) => ({
    summary:
      'Preselect a Remote Provider by its name, and list its URL alone; people log in again. Preselecting is a default, not a guard: let a proxy with sign-in stand before the Server.',
    ...changeVariables(where, subject, 'Preselect it.', [
      ['PROVIDER', ask('PROVIDER', 'the name of the Remote Provider')],
      ['PROVIDER_BASE_URLS', ask('PROVIDER_URL', 'the URL of that provider')],
      // Its login leads back here: without it the login fails, and wrong-callback-url is the next finding.
      callbackVariable,
    ]),
  }),
})

const nameOf = ({ type, namespace, name }: ServiceFacts): string => `${type} Service ${namespace}/${name}`

const isSame = (service: ServiceFacts, to: { readonly namespace: string; readonly service: string }): boolean =>
  service.namespace === to.namespace && service.name === to.service

function leadsTo({ namespace, selector }: ServiceFacts, { namespace: own, podLabels }: Workload): boolean {
  const labels = Object.entries(selector)
  return namespace === own && labels.length > 0 && labels.every(([key, value]) => podLabels[key] === value)
}
