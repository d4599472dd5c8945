import { listAt, valueAt } from '../json-reader.ts'
import type { KubernetesObject } from '../kubernetes-object.ts'
import type { ObjectStore } from '../object-store.ts'
import { jsonAnswer, objectNotFound, pathNotFound, statusAnswer, type Answer } from './status-answer.ts'

/** Names of the connections of the Broker behind a Service, by commas, in place of MeshSync's and the Server's. */
export const connectionsAnnotation = 'simulator.fleet-auditor/connections'

/** `services/<name>:<port>/proxy/connz`: what NATS answers there. No other path of a Service is served. */
export function answerServiceProxy(store: ObjectStore, namespace: string, named: string, path: string): Answer {
  const resource = store.resource('', 'services')
  const [name = '', port] = named.split(':')
  const entry = resource && store.entries(resource).find((each) => each.namespace === namespace && each.name === name)
  if (!entry) return resource ? objectNotFound(resource, name) : pathNotFound()
  const service = entry.read('v1')
  const isOpen = listAt(service, 'spec', 'ports').some((each) => String(valueAt(each, 'port')) === port)
  if (!isOpen) return noEndpoints(named)
  return path.endsWith('/proxy/connz') ? connz(service) : pathNotFound()
}

function connz({ metadata }: KubernetesObject): Answer {
  const annotations = valueAt(metadata, 'annotations', connectionsAnnotation)
  const names =
    typeof annotations === 'string' ? annotations.split(',').filter(Boolean) : ['meshsync', 'meshery-server']
  const connections = names.map((name, index) => ({ cid: index + 5, kind: 'Client', name, lang: 'go' }))
  return jsonAnswer(200, { num_connections: names.length, total: names.length, offset: 0, limit: 1024, connections })
}

const noEndpoints = (named: string): Answer =>
  statusAnswer({
    code: 503,
    reason: 'ServiceUnavailable',
    message: `no endpoints available for service "${named}"`,
  })
