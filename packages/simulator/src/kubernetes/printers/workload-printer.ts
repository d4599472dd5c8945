import { listAt, numberAt, recordAt, textAt, valueAt } from '../json-reader.ts'
import type { KubernetesObject } from '../kubernetes-object.ts'
import { ageColumn, ageSince, column, nameColumn, wide, type TableColumn, type TablePrinter } from './table-printer.ts'

const none = '<none>'

export const podPrinter: TablePrinter = {
  columns: [
    nameColumn,
    column('Ready', 'The aggregate readiness state of this pod for accepting traffic.'),
    column('Status', 'The aggregate status of the containers in this pod.'),
    column(
      'Restarts',
      'The number of times the containers in this pod have been restarted and when the last container in this pod has restarted.',
    ),
    ageColumn,
    wide('IP', 'podIP address allocated to the pod. Routable at least within the cluster.'),
    wide('Node', 'NodeName indicates in which node this pod is scheduled.'),
    wide('Nominated Node', 'nominatedNodeName is set only when this pod preempts other pods on the node.'),
    wide('Readiness Gates', 'If specified, all readiness gates will be evaluated for pod readiness.'),
  ],
  cells: (pod, now) => [
    pod.metadata.name,
    `${statusesOf(pod).filter((status) => valueAt(status, 'ready') === true).length}/${listAt(pod, 'spec', 'containers').length}`,
    statusOf(pod),
    restartsOf(pod, now),
    ageSince(pod.metadata.creationTimestamp ?? '', now),
    textAt(pod, 'status', 'podIP') || none,
    textAt(pod, 'spec', 'nodeName') || none,
    textAt(pod, 'status', 'nominatedNodeName') || none,
    none,
  ],
}

const statusesOf = (pod: KubernetesObject): readonly unknown[] => listAt(pod, 'status', 'containerStatuses')

/** The first container that waits or ended names the status, from the last to the first, as the real printer walks. */
function statusOf(pod: KubernetesObject): string {
  if (pod.metadata['deletionTimestamp'] !== undefined) return 'Terminating'
  let status = textAt(pod, 'status', 'reason') || textAt(pod, 'status', 'phase')
  let running = false
  for (const container of statusesOf(pod).toReversed()) {
    const word = waitingWord(container)
    if (word) status = word
    else if (valueAt(container, 'ready') === true && valueAt(container, 'state', 'running') !== undefined) {
      running = true
    }
  }
  return status === 'Completed' && running ? 'Running' : status
}

function waitingWord(container: unknown): string {
  const waiting = textAt(container, 'state', 'waiting', 'reason')
  if (waiting || valueAt(container, 'state', 'terminated') === undefined) return waiting
  const signal = numberAt(container, 'state', 'terminated', 'signal')
  const reason = textAt(container, 'state', 'terminated', 'reason')
  return reason || (signal ? `Signal:${signal}` : `ExitCode:${numberAt(container, 'state', 'terminated', 'exitCode')}`)
}

function restartsOf(pod: KubernetesObject, now: Date): string {
  const count = statusesOf(pod).reduce<number>((sum, status) => sum + numberAt(status, 'restartCount'), 0)
  const ended = statusesOf(pod)
    .map((status) => textAt(status, 'lastState', 'terminated', 'finishedAt'))
    .filter(Boolean)
  const last = ended.sort().at(-1)
  return count > 0 && last ? `${count} (${ageSince(last, now)} ago)` : String(count)
}

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
