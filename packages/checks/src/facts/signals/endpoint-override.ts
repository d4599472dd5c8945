import { parseHostPort, type HostPort } from '@fleet-auditor/model/host-port.ts'
import type { BrokerResource } from '@fleet-auditor/model/meshery-resource.ts'
import type { ServiceFacts } from '@fleet-auditor/model/service-facts.ts'
import { isOwnService } from '../broker-services.ts'

/**
 * What Servers dial by the Broker resource in place of what its own Service implies (`externalEndpointOverride`).
 * The operator takes it verbatim; one without a port cannot be dialled and counts as none here.
 */
export function endpointOverride(service: ServiceFacts, brokers: readonly BrokerResource[]): HostPort | undefined {
  if (!isOwnService(service)) return undefined
  for (const broker of brokers) {
    if (broker.namespace !== service.namespace) continue
    const parsed = parseHostPort(broker.service.externalEndpointOverride ?? '')
    if (parsed) return parsed
  }
  return undefined
}
