import type { Connectors } from '@fleet-auditor/audit/ports/connector.ts'
import type { Discoveries } from '@fleet-auditor/audit/ports/discovery.ts'
import pMemoize from 'p-memoize'
import type { KubeconfigOptions } from './options.ts'

interface KubeconfigPorts {
  readonly discovery: Discoveries['kubeconfig']
  readonly connector: Connectors['kubeconfig']
}

/** Contexts of kubeconfig files. Loads when a kubeconfig is first read, since an audit of clouds reads none. */
export const kubeconfigPorts = (options: KubeconfigOptions): KubeconfigPorts => ({
  discovery: pMemoize(async () => (await import('./discovery.ts')).createKubeconfigDiscovery(options)),
  connector: pMemoize(async () => (await import('./connector.ts')).createKubeconfigConnector(options)),
})
