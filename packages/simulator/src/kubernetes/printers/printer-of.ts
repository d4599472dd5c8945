import { valueAt } from '../json-reader.ts'
import type { CustomColumn, ServedResource } from '../resource-table.ts'
import { nodePrinter } from './node-printer.ts'
import {
  bindingPrinter,
  configMapPrinter,
  leasePrinter,
  namespacePrinter,
  serviceAccountPrinter,
  servicePrinter,
} from './small-printers.ts'
import {
  ageColumn,
  ageSince,
  defaultPrinter,
  nameColumn,
  type Cell,
  type TableColumn,
  type TablePrinter,
} from './table-printer.ts'
import { deploymentPrinter, podPrinter, statefulSetPrinter } from './workload-printer.ts'

const printers: Readonly<Record<string, TablePrinter>> = {
  '/configmaps': configMapPrinter,
  '/namespaces': namespacePrinter,
  '/nodes': nodePrinter,
  '/pods': podPrinter,
  '/serviceaccounts': serviceAccountPrinter,
  '/services': servicePrinter,
  'apps/deployments': deploymentPrinter,
  'apps/statefulsets': statefulSetPrinter,
  'coordination.k8s.io/leases': leasePrinter,
  'rbac.authorization.k8s.io/clusterrolebindings': bindingPrinter('clusterRoleBinding'),
  'rbac.authorization.k8s.io/rolebindings': bindingPrinter('roleBinding'),
}

export const printerOf = (resource: ServedResource): TablePrinter =>
  printers[`${resource.group}/${resource.plural}`] ??
  (resource.custom ? customPrinter(resource.columns) : defaultPrinter)

/** Custom resources print what their definition names, or their age alone. */
function customPrinter(columns: readonly CustomColumn[]): TablePrinter {
  const shown = columns.length > 0 ? columns : [agePath]
  return {
    columns: [nameColumn, ...shown.map(columnOf)],
    cells: (object, now) => [
      object.metadata.name,
      ...shown.map((column) => cellOf(column, valueAt(object, ...column.path), now)),
    ],
  }
}

const agePath: CustomColumn = { name: 'Age', type: 'date', path: ['metadata', 'creationTimestamp'] }

const types: Readonly<Record<string, TableColumn['type']>> = {
  date: 'date',
  integer: 'integer',
  number: 'number',
  boolean: 'boolean',
}

const columnOf = (column: CustomColumn): TableColumn => ({
  ...ageColumn,
  name: column.name,
  type: types[column.type] ?? 'string',
  description:
    column === agePath
      ? ageColumn.description
      : `Custom resource definition column (in JSONPath format): .${column.path.join('.')}`,
})

function cellOf(column: CustomColumn, value: unknown, now: Date): Cell {
  if (column.type === 'date') return ageSince(typeof value === 'string' ? value : '', now)
  return typeof value === 'string' || typeof value === 'number' ? value : null
}
