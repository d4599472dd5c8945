import { listAt, recordAt, textAt } from '../json-reader.ts'
import type { KubernetesObject } from '../kubernetes-object.ts'
import { ageColumn, ageSince, column, nameColumn, wide, type TablePrinter } from './table-printer.ts'

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
