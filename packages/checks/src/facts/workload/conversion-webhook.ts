import type { DefinitionFacts } from '@fleet-auditor/model/definition-facts.ts'
import type { ServiceFacts } from '@fleet-auditor/model/service-facts.ts'
import type { Workload } from '@fleet-auditor/model/workload.ts'
import { z } from 'zod'
import { ofComponent } from '../meshery.ts'
import { variableOf } from './server-env.ts'

/** Why nothing converts: each makes every read of a resource in another version than the stored one fail. */
export const WebhookFault = z.enum(['no-authority', 'no-service', 'no-backend', 'switched-off'])
export type WebhookFault = z.infer<typeof WebhookFault>

export const webhookFaultText: Readonly<Record<WebhookFault, string>> = {
  'no-authority': 'the definition names no authority of its certificate',
  'no-service': 'its Service is not there',
  'no-backend': 'no ready Operator is behind its Service',
  'switched-off': 'the Operator has webhooks switched off (ENABLE_WEBHOOKS=false)',
}

/**
 * Whether the conversion webhook of a definition can answer. Only the Operator serves it, on a port of its own pods, so
 * that a Service leads to it in the Operator's namespace alone. One that is named by a URL is outside of what is read.
 */
export function webhookFault(
  { webhook }: DefinitionFacts,
  services: readonly ServiceFacts[],
  workloads: readonly Workload[],
): WebhookFault | undefined {
  if (!webhook?.service) return undefined
  if (!webhook.authority) return 'no-authority'
  const { namespace, name } = webhook.service
  const service = services.find((each) => each.namespace === namespace && each.name === name)
  if (!service) return 'no-service'
  const operators = ofComponent(workloads, 'operator').filter((each) => each.namespace === namespace)
  const behind = operators.filter(({ podLabels }) => selectsAny(service.selector, podLabels))
  if (!behind.some(({ readyReplicas }) => readyReplicas > 0)) return 'no-backend'
  return behind.every(isSwitchedOff) ? 'switched-off' : undefined
}

function isSwitchedOff(operator: Workload): boolean {
  const variable = variableOf(operator, 'ENABLE_WEBHOOKS')
  return 'value' in variable && variable.value === 'false'
}

const selectsAny = (selector: ServiceFacts['selector'], labels: Workload['podLabels']): boolean =>
  Object.keys(selector).length > 0 && Object.entries(selector).every(([key, value]) => labels[key] === value)
