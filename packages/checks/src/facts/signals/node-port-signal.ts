import type { SectionValue } from '@fleet-auditor/model/snapshot.ts'
import type { ClusterContext } from '../../context.ts'
import { action } from '../../outcome.ts'
import { internetProbes, internetVantages, listens, outcomeText } from '../probe-evidence.ts'
import type { Exposure } from './exposure.ts'
import { signal, type Signal } from './signal.ts'

/**
 * A LoadBalancer opens node ports too, an internal one as well, and a hostPort leads past the Service: on nodes with
 * public addresses only a probe can prove it.
 */
export function nodePortSignal(exposure: Exposure, context: ClusterContext): Signal {
  const { service, ports, kind, nodes, hostPorts = [] } = exposure
  const numbers = [...ports.flatMap(({ nodePort }) => nodePort ?? []), ...hostPorts]
  if (numbers.length === 0) return signal('node port', 'absent', 'no node port is open')
  if (nodes.status === 'failed') {
    const { cause, detail, grant } = nodes
    return signal('node port', 'failed', detail, { cause, grant })
  }
  const bound = hostPorts.length > 0 ? `the Broker’s pods listen on port ${hostPorts.join(', ')} of their nodes; ` : ''
  if (nodes.value.external.count === 0) {
    // For a LoadBalancer this shows nothing of its own address, so it is no second signal there.
    const second = service.type === 'NodePort' || (hostPorts.length > 0 && service.type !== 'LoadBalancer')
    if (second && !fillsAddresses(nodes.value, context)) {
      return signal(
        'node port',
        'suggests',
        `${bound}no cloud controller fills in the public addresses of nodes here`,
        {
          cause: 'absent-api',
          grant: action(
            'let the Service be a ClusterIP, or show by a vantage on the Internet that its ports are closed',
          ),
        },
      )
    }
    return signal('node port', second ? 'good' : 'absent', `${bound}no node has a public address`)
  }
  const open = internetProbes(internetVantages(context), { service, kind, numbers }, context).find(listens)
  if (open) return signal('node port', 'bad', outcomeText(open))
  return signal(
    'node port',
    'suggests',
    `${bound}${nodes.value.external.count} nodes have public addresses; the cloud’s firewall was not read`,
  )
}

/** Whether a node's public address would be known: translated ones (EC2) are, where a cloud's controller runs. */
const fillsAddresses = ({ providerID }: SectionValue<'nodes'>, { provider }: ClusterContext): boolean =>
  provider !== 'kubeconfig' || /^(?!k3s|kind)[a-z0-9-]+:\/\//.test(providerID ?? '')
