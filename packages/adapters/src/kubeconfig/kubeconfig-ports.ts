import type { Connectors } from '@fleet-auditor/audit/ports/connector.ts'
import type { Discoveries } from '@fleet-auditor/audit/ports/discovery.ts'
import { memoize } from '../memoize.ts'
import type { KubeconfigOptions } from './options.ts'

export interface KubeconfigPorts {
  readonly discovery: Discoveries['kubeconfig']
  readonly connector: Connectors['kubeconfig']
}

/** Contexts of kubeconfig files. Loads when a kubeconfig is first read, since an audit of clouds reads none. */
export const kubeconfigPorts = (options: KubeconfigOptions): KubeconfigPorts => ({
  discovery: memoize(async () => (await import('./discovery.ts')).createKubeconfigDiscovery(options)),
  connector: memoize(async () => (await import('./connector.ts')).createKubeconfigConnector(options)),
})
