import type { KubernetesObject } from '../kubernetes-object.ts'
import type { TablePrinter } from '../printers/table-printer.ts'

const includeObjects = ['Metadata', 'Object', 'None'] as const

/** What a table row carries beside its cells. */
type IncludeObject = (typeof includeObjects)[number]

export const toIncludeObject = (text: string | null): IncludeObject | undefined =>
  text ? includeObjects.find((word) => word === text) : 'Metadata'

export const asMetadata = (object: KubernetesObject) => ({
  kind: 'PartialObjectMetadata',
  apiVersion: 'meta.k8s.io/v1',
  metadata: object.metadata,
})

export function tableRow(object: KubernetesObject, printer: TablePrinter, include: IncludeObject, now: Date): string {
  const embedded = { None: null, Metadata: asMetadata(object), Object: object }[include]
  return JSON.stringify({ cells: printer.cells(object, now), object: embedded })
}

/** Items of a built-in list carry no kind of their own. */
export function listItem(object: KubernetesObject, custom: boolean): string {
  if (custom) return JSON.stringify(object)
  const { kind: _kind, apiVersion: _apiVersion, ...rest } = object
  return JSON.stringify(rest)
}
