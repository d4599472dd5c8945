import { listAt, numberAt, recordAt, textAt, valueAt } from '../json-reader.ts'
import type { KubernetesObject } from '../kubernetes-object.ts'
import { ageColumn, ageSince, column, nameColumn, wide, type TableColumn, type TablePrinter } from './table-printer.ts'

const containerColumns: readonly TableColumn[] = [
  wide('Containers', 'Names of each container in the template.'),
  wide('Images', 'Images referenced by each container in the template.'),
]

const counted = (name: string, description: string): TableColumn => ({ ...column(name, description), type: 'string' })

export const deploymentPrinter: TablePrinter = {
  columns: [
    nameColumn,
    column('Ready', 'Number of the pod with ready state'),
    counted(
      'Up-to-date',
      'Total number of non-terminating pods targeted by this deployment that have the desired template spec.',
    ),
    counted('Available', 'Total number of available non-terminating pods (ready for at least minReadySeconds).'),
    ageColumn,
    ...containerColumns,
    wide('Selector', 'Label selector for pods.'),
  ],
  cells: (object, now) => [
    object.metadata.name,
    readyOf(object),
    numberAt(object, 'status', 'updatedReplicas'),
    numberAt(object, 'status', 'availableReplicas'),
    ageSince(object.metadata.creationTimestamp ?? '', now),
    containersOf(object, 'name'),
    containersOf(object, 'image'),
    labelsText(recordAt(object, 'spec', 'selector', 'matchLabels')),
  ],
}

export const statefulSetPrinter: TablePrinter = {
  columns: [nameColumn, column('Ready', 'Number of the pod with ready state'), ageColumn, ...containerColumns],
  cells: (object, now) => [
    object.metadata.name,
    readyOf(object),
    ageSince(object.metadata.creationTimestamp ?? '', now),
    containersOf(object, 'name'),
    containersOf(object, 'image'),
  ],
}

/** An unset `replicas` is one, as the API server's defaulting has it. */
function readyOf(object: KubernetesObject): string {
  const wanted = valueAt(object, 'spec', 'replicas') === undefined ? 1 : numberAt(object, 'spec', 'replicas')
  return `${numberAt(object, 'status', 'readyReplicas')}/${wanted}`
}

const containersOf = (object: KubernetesObject, field: string): string =>
  listAt(object, 'spec', 'template', 'spec', 'containers')
    .map((container) => textAt(container, field))
    .join(',')

export function labelsText(labels: Readonly<Record<string, unknown>>): string {
  const pairs = Object.entries(labels).map(([key, value]) => `${key}=${String(value)}`)
  return pairs.sort().join(',') || '<none>'
}
