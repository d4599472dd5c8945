import { probeTargets } from '@fleet-auditor/checks/probe-targets.ts'
import { failed } from '@fleet-auditor/model/section.ts'
import { describe, expect, it } from 'vitest'
import {
  brokerCluster,
  hostname,
  loadBalancer,
  nodesWith,
  publicAddress,
  service,
  withNodePorts,
} from './broker-cluster.ts'
import { contextOf, sectionsOf, type SectionEdits } from './check-case.ts'
import { broker, brokerResource } from './meshery-objects.ts'

const targetsOf = (edits: SectionEdits): string[] =>
  probeTargets(sectionsOf(edits), contextOf()).map(({ kind, host, port }) => `${kind} ${host}:${port}`)

const api = 'api api.example:443'
const nodePorts = withNodePorts(service().ports)
const override = { annotations: {}, sourceRanges: [], externalEndpointOverride: '[2001:db8::7]:4222' }

describe('probeTargets', () => {
  it.each<[string, SectionEdits, string[]]>([
    ['only the API server without a Broker', {}, [api]],
    ['nothing where there is no connection', { connection: failed('timeout', 'no answer') }, []],
    ['the port of an IPv6 API server', { connection: { server: 'https://[fd00::1]:6443' } }, ['api fd00::1:6443']],
    ['nothing of a ClusterIP', brokerCluster(service()), [api]],
    [
      'both ports of a load balancer, by address and by name',
      brokerCluster(loadBalancer({ ingress: [{ ip: publicAddress }, { hostname }] })),
      [
        api,
        `broker ${publicAddress}:4222`,
        `broker ${hostname}:4222`,
        `monitoring ${publicAddress}:8222`,
        `monitoring ${hostname}:8222`,
      ],
    ],
    [
      'node ports on the first three nodes that have an external address',
      {
        ...brokerCluster(service({ type: 'NodePort', ports: nodePorts.slice(0, 1) })),
        nodes: nodesWith('34.0.0.1', '34.0.0.2', '34.0.0.3', '34.0.0.4'),
      },
      [api, 'broker 34.0.0.1:31222', 'broker 34.0.0.2:31222', 'broker 34.0.0.3:31222'],
    ],
    [
      'a port name that no container declares, as either port',
      brokerCluster(loadBalancer({ ports: [{ port: 443, targetPort: 'clients' }] })),
      [api, `broker ${publicAddress}:443`, `monitoring ${publicAddress}:443`],
    ],
    [
      'the ports of pods in the network of their nodes',
      { ...brokerCluster(service()), workloads: [{ ...broker, hostNetwork: true }], nodes: nodesWith('34.0.0.1') },
      [api, 'broker 34.0.0.1:4222', 'monitoring 34.0.0.1:8222'],
    ],
    [
      'an endpoint override',
      { ...brokerCluster(service()), brokers: [brokerResource({ service: override })] },
      [api, 'broker 2001:db8::7:4222'],
    ],
    ['nothing of Services that were not read', { ...brokerCluster(), services: failed('forbidden', 'no') }, [api]],
  ])('dials %s', (_, edits, expected) => {
    expect(targetsOf(edits)).toEqual(expected)
  })

  it('names each once and at most sixteen, the Service as their subject', () => {
    const many = Array.from({ length: 30 }, (_, index) => ({ ip: `52.31.7.${index}` }))
    const targets = probeTargets(sectionsOf(brokerCluster(loadBalancer({ ingress: [...many, ...many] }))), contextOf())
    expect(targets).toHaveLength(16)
    expect(new Set(targets.map(({ host }) => host)).size).toBe(16)
    expect(targets[1]?.subject).toEqual({ kind: 'Service', namespace: 'meshery', name: 'meshery-nats' })
  })
})
