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
