import { listAt, textAt } from '../json-reader.ts'
import { ageSince } from './age.ts'
import { ageColumn, column, nameColumn, wide, type TablePrinter } from './table-printer.ts'

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
