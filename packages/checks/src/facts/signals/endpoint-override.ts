import type { BrokerResource } from '@fleet-auditor/model/meshery-resource.ts'
import type { ServiceFacts } from '@fleet-auditor/model/service-facts.ts'
import { isOwnService } from '../broker-services.ts'

export interface HostPort {
  readonly host: string
  readonly port: number
}

/**
 * What Servers dial by the Broker resource in place of what its own Service implies (`externalEndpointOverride`).
 * The operator takes it verbatim; one without a port cannot be dialled and counts as none here.
 */
export function endpointOverride(service: ServiceFacts, brokers: readonly BrokerResource[]): HostPort | undefined {
  if (!isOwnService(service)) return undefined
  for (const broker of brokers) {
    if (broker.namespace !== service.namespace) continue
    const parsed = hostPort(broker.service.externalEndpointOverride ?? '')
    if (parsed) return parsed
  }
  return undefined
}

function hostPort(text: string): HostPort | undefined {
  const match = /^\[?([^\s[\]/]+?)\]?:(\d{1,5})$/.exec(text.trim())
  const [, host, port] = match ?? []
  const number = Number(port)
  return host && number > 0 && number < 65_536 ? { host, port: number } : undefined
}
