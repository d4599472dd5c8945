import type { KubernetesObject } from '../kubernetes-object.ts'

export interface TableColumn {
  readonly name: string
  readonly type: 'string' | 'date' | 'integer' | 'number' | 'boolean'
  readonly format: string
  readonly description: string
  /** 0: always shown; 1: with `-o wide`. Sent all the same. */
  readonly priority: number
}

export type Cell = string | number | null

/** How one kind is printed: the columns of the real server and the cells of one object. */
export interface TablePrinter {
  readonly columns: readonly TableColumn[]
  cells(object: KubernetesObject, now: Date): readonly Cell[]
}

const describedName =
  'Name must be unique within a namespace. Is required when creating resources, although some resources may allow a client to request the generation of an appropriate name automatically. Name is primarily intended for creation idempotence and configuration definition. Cannot be updated. More info: https://kubernetes.io/docs/concepts/overview/working-with-objects/names#names'
const describedAge =
  'CreationTimestamp is a timestamp representing the server time when this object was created. It is not guaranteed to be set in happens-before order across separate operations. Clients may not set this value. It is represented in RFC3339 form and is in UTC.\n\nPopulated by the system. Read-only. Null for lists. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata'

export const nameColumn: TableColumn = {
  name: 'Name',
  type: 'string',
  format: 'name',
  description: describedName,
  priority: 0,
}

export const ageColumn: TableColumn = {
  name: 'Age',
  type: 'string',
  format: '',
  description: describedAge,
  priority: 0,
}

const createdColumn: TableColumn = { ...ageColumn, name: 'Created At', type: 'date' }

export const column = (name: string, description: string, priority = 0): TableColumn => ({
  name,
  type: 'string',
  format: '',
  description,
  priority,
})

export const wide = (name: string, description: string): TableColumn => column(name, description, 1)

/** Kinds without a printer of their own. */
export const defaultPrinter: TablePrinter = {
  columns: [nameColumn, createdColumn],
  cells: (object) => [object.metadata.name, object.metadata.creationTimestamp ?? null],
}

/** The age column: k8s.io/apimachinery/pkg/util/duration.HumanDuration over seconds. */
function humanDuration(milliseconds: number): string {
  const seconds = Math.trunc(milliseconds / 1000)
  if (seconds < -1) return '<invalid>'
  if (seconds < 0) return '0s'
  if (seconds < 120) return `${seconds}s`
  const minutes = Math.trunc(seconds / 60)
  if (minutes < 10) return pair(minutes, 'm', seconds % 60, 's')
  if (minutes < 180) return `${minutes}m`
  const hours = Math.trunc(minutes / 60)
  if (hours < 8) return pair(hours, 'h', minutes % 60, 'm')
  if (hours < 48) return `${hours}h`
  const days = Math.trunc(hours / 24)
  if (hours < 192) return pair(days, 'd', hours % 24, 'h')
  if (days < 730) return `${days}d`
  const years = Math.trunc(days / 365)
  return days < 2920 ? pair(years, 'y', days % 365, 'd') : `${years}y`
}

const pair = (large: number, largeUnit: string, small: number, smallUnit: string): string =>
  small === 0 ? `${large}${largeUnit}` : `${large}${largeUnit}${small}${smallUnit}`

/** Age since an RFC 3339 time, or the printer's word for none. */
export function ageSince(timestamp: string, now: Date): string {
  const since = Date.parse(timestamp)
  return Number.isNaN(since) ? '<unknown>' : humanDuration(now.getTime() - since)
}
