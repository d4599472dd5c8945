import { listAt, textAt, valueAt } from '../json-reader.ts'
import type { KubernetesObject } from '../kubernetes-object.ts'
import { ageColumn, ageSince, column, nameColumn, wide, type TablePrinter } from './table-printer.ts'

const rolePrefix = 'node-role.kubernetes.io/'
const none = '<none>'

export const nodePrinter: TablePrinter = {
  columns: [
    nameColumn,
    column('Status', 'The status of the node'),
    column('Roles', 'The roles of the node'),
    ageColumn,
    column('Version', 'Kubelet Version reported by the node.'),
    wide('Internal-IP', 'List of addresses reachable to the node. Queried from cloud provider, if available.'),
    wide('External-IP', 'List of addresses reachable to the node. Queried from cloud provider, if available.'),
    wide('OS-Image', 'OS Image reported by the node from /etc/os-release (e.g. Debian GNU/Linux 7 (wheezy)).'),
    wide('Kernel-Version', "Kernel Version reported by the node from 'uname -r' (e.g. 3.16.0-0.bpo.4-amd64)."),
    wide('Container-Runtime', 'ContainerRuntime Version reported by the node through runtime remote API.'),
  ],
  cells: (node, now) => [
    node.metadata.name,
    statusOf(node),
    rolesOf(node) || none,
    ageSince(node.metadata.creationTimestamp ?? '', now),
    textAt(node, 'status', 'nodeInfo', 'kubeletVersion'),
    addressOf(node, 'InternalIP'),
    addressOf(node, 'ExternalIP'),
    textAt(node, 'status', 'nodeInfo', 'osImage') || '<unknown>',
    kernelOf(node),
    textAt(node, 'status', 'nodeInfo', 'containerRuntimeVersion') || '<unknown>',
  ],
}

function statusOf(node: KubernetesObject): string {
  const ready = listAt(node, 'status', 'conditions').find((condition) => textAt(condition, 'type') === 'Ready')
  const words = [ready === undefined ? 'Unknown' : textAt(ready, 'status') === 'True' ? 'Ready' : 'NotReady']
  if (valueAt(node, 'spec', 'unschedulable') === true) words.push('SchedulingDisabled')
  return words.join(',')
}

function rolesOf(node: KubernetesObject): string {
  const roles: string[] = []
  for (const [key, value] of Object.entries(node.metadata.labels ?? {})) {
    if (key.startsWith(rolePrefix) && key.length > rolePrefix.length) roles.push(key.slice(rolePrefix.length))
    else if (key === 'kubernetes.io/role' && value !== '') roles.push(value)
  }
  return [...new Set(roles)].sort().join(',')
}

function addressOf(node: KubernetesObject, type: string): string {
  const address = listAt(node, 'status', 'addresses').find((entry) => textAt(entry, 'type') === type)
  return textAt(address, 'address') || none
}

/** Newer servers append the architecture. */
function kernelOf(node: KubernetesObject): string {
  const kernel = textAt(node, 'status', 'nodeInfo', 'kernelVersion') || '<unknown>'
  const architecture = textAt(node, 'status', 'nodeInfo', 'architecture')
  return architecture ? `${kernel} (${architecture})` : kernel
}
