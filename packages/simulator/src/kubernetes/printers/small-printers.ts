import { listAt, numberAt, recordAt, textAt, textsAt } from '../json-reader.ts'
import type { KubernetesObject } from '../kubernetes-object.ts'
import { ageColumn, ageSince, column, nameColumn, wide, type TablePrinter } from './table-printer.ts'
import { labelsText } from './workload-printer.ts'

const none = '<none>'

export const servicePrinter: TablePrinter = {
  columns: [
    nameColumn,
    column('Type', 'type determines how the Service is exposed.'),
    column('Cluster-IP', 'clusterIP is the IP address of the service and is usually assigned randomly.'),
    column(
      'External-IP',
      'externalIPs is a list of IP addresses for which nodes in the cluster will also accept traffic.',
    ),
    column('Port(s)', 'The list of ports that are exposed by this service.'),
    ageColumn,
    wide('Selector', 'Route service traffic to pods with label keys and values matching this selector.'),
  ],
  cells: (service, now) => [
    service.metadata.name,
    textAt(service, 'spec', 'type'),
    textAt(service, 'spec', 'clusterIP') || none,
    externalOf(service),
    portsOf(service) || none,
    ageSince(service.metadata.creationTimestamp ?? '', now),
    labelsText(recordAt(service, 'spec', 'selector')),
  ],
}

function externalOf(service: KubernetesObject): string {
  const type = textAt(service, 'spec', 'type')
  const ips = textsAt(service, 'spec', 'externalIPs')
  if (type === 'ExternalName') return textAt(service, 'spec', 'externalName')
  if (type !== 'LoadBalancer') return ips.join(',') || none
  const ingress = listAt(service, 'status', 'loadBalancer', 'ingress')
  const addresses = new Set(ingress.map((entry) => textAt(entry, 'ip') || textAt(entry, 'hostname')).filter(Boolean))
  return [...[...addresses].sort(), ...ips].join(',') || '<pending>'
}

const portsOf = (service: KubernetesObject): string =>
  listAt(service, 'spec', 'ports')
    .map((port) => {
      const nodePort = numberAt(port, 'nodePort')
      const protocol = textAt(port, 'protocol') || 'TCP'
      return `${numberAt(port, 'port')}${nodePort ? `:${nodePort}` : ''}/${protocol}`
    })
    .join(',')

const age = (object: KubernetesObject, now: Date): string => ageSince(object.metadata.creationTimestamp ?? '', now)

export const leasePrinter: TablePrinter = {
  columns: [
    nameColumn,
    column('Holder', 'holderIdentity contains the identity of the holder of a current lease.'),
    ageColumn,
  ],
  cells: (lease, now) => [lease.metadata.name, textAt(lease, 'spec', 'holderIdentity'), age(lease, now)],
}

export const namespacePrinter: TablePrinter = {
  columns: [nameColumn, column('Status', 'The status of the namespace'), ageColumn],
  cells: (namespace, now) => [namespace.metadata.name, textAt(namespace, 'status', 'phase'), age(namespace, now)],
}

export const serviceAccountPrinter: TablePrinter = {
  columns: [nameColumn, ageColumn],
  cells: (account, now) => [account.metadata.name, age(account, now)],
}

export const configMapPrinter: TablePrinter = {
  columns: [nameColumn, column('Data', 'Data contains the configuration data.'), ageColumn],
  cells: (map, now) => [
    map.metadata.name,
    Object.keys(recordAt(map, 'data')).length + Object.keys(recordAt(map, 'binaryData')).length,
    age(map, now),
  ],
}

/** RoleBinding and ClusterRoleBinding print alike. */
export function bindingPrinter(kind: 'roleBinding' | 'clusterRoleBinding'): TablePrinter {
  return {
    columns: [
      nameColumn,
      column('Role', 'RoleRef can reference a Role in the current namespace or a ClusterRole in the global namespace.'),
      ageColumn,
      wide('Users', `Users in the ${kind}`),
      wide('Groups', `Groups in the ${kind}`),
      wide('ServiceAccounts', `ServiceAccounts in the ${kind}`),
    ],
    cells: (binding, now) => [
      binding.metadata.name,
      `${textAt(binding, 'roleRef', 'kind')}/${textAt(binding, 'roleRef', 'name')}`,
      ageSince(binding.metadata.creationTimestamp ?? '', now),
      subjectsOf(binding, 'User'),
      subjectsOf(binding, 'Group'),
      subjectsOf(binding, 'ServiceAccount'),
    ],
  }
}

const subjectsOf = (binding: unknown, kind: string): string =>
  listAt(binding, 'subjects')
    .filter((subject) => textAt(subject, 'kind') === kind)
    .map((subject) =>
      kind === 'ServiceAccount'
        ? `${textAt(subject, 'namespace')}/${textAt(subject, 'name')}`
        : textAt(subject, 'name'),
    )
    .join(', ')
