import { publicBroker } from '@fleet-auditor/checks/catalog/public-broker.ts'
import { restrictionOf } from '@fleet-auditor/checks/facts/source-ranges.ts'
import type { Provider } from '@fleet-auditor/model/provider.ts'
import { describe, expect, it } from 'vitest'
import {
  brokerCluster,
  control,
  loadBalancer,
  nodesWith,
  probe,
  publicAddress,
  service,
  silent,
  vantage,
  withNodePorts,
} from './broker-cluster.ts'
import { judge } from './check-case.ts'

const aws = 'service.beta.kubernetes.io/aws-load-balancer'
const azure = 'service.beta.kubernetes.io/azure'
const office = ['198.51.100.0/24']

describe('whom source ranges let in', () => {
  it.each<[string, Provider, Readonly<Record<string, string>>, string]>([
    ['GKE: ranges alone', 'gke', {}, 'limited'],
    ['AKS: ranges alone', 'aks', {}, 'limited'],
    [
      'AKS: a service tag beside source ranges',
      'aks',
      { [`${azure}-allowed-service-tags`]: 'VirtualNetwork' },
      'unsure',
    ],
    ['EKS: the in-tree controller', 'eks', {}, 'limited'],
    [
      'EKS: IP targets of the load balancer controller',
      'eks',
      { [`${aws}-type`]: 'external', [`${aws}-nlb-target-type`]: 'ip', [`${aws}-scheme`]: 'internet-facing' },
      'unsure',
    ],
    ['off the clouds: a controller that is not known', 'kubeconfig', {}, 'unsure'],
  ])('%s', (_, provider, annotations, admits) => {
    expect(restrictionOf(loadBalancer({ sourceRanges: office, annotations }), provider).admits).toBe(admits)
  })
})

describe('what source ranges do not limit', () => {
  const verdicts = (nodes: ReturnType<typeof nodesWith>) => {
    const limited = loadBalancer({ sourceRanges: office, ports: withNodePorts(service().ports) })
    const seen = { vantages: [vantage()], observations: [probe('broker', publicAddress, silent), control()] }
    return judge(publicBroker, { ...brokerCluster(limited), nodes }, seen).map(({ verdict }) => verdict)
  }

  it('node ports on public nodes: source ranges do not limit them', () => {
    expect(verdicts(nodesWith('34.1.2.3'))).toEqual(['unknown'])
  })

  it('on private nodes there is nothing to limit', () => {
    expect(verdicts(nodesWith())).toEqual(['pass'])
  })
})
