import type { KubernetesObject } from '../kubernetes-object.ts'
import type { TablePrinter } from '../printers/table-printer.ts'

/** How the client wants objects: whole, as metadata, or as a table. */
export type Encoding = 'object' | 'table' | 'metadata' | 'metadata-list'

/** `type`: no media type of the list is spoken; `as`: the type is, the encoding asked of it is not. */
type Negotiated = { readonly encoding: Encoding } | { readonly refused: 'type' | 'as' }

const encodings: Readonly<Record<string, Encoding>> = {
  Table: 'table',
  PartialObjectMetadata: 'metadata',
  PartialObjectMetadataList: 'metadata-list',
}

const plain = new Set(['application/json', 'application/*', '*/*'])
/** Takes the first clause of the Accept header that can be served; JSON is the only serialization spoken here. */
export function negotiate(accept: string | undefined): Negotiated {
  let refusedAs = false
  for (const clause of (accept ?? '*/*').split(',')) {
    const [type = '', ...parameters] = clause.split(';').map((part) => part.trim())
    if (!plain.has(type)) continue
    const asked = Object.fromEntries(
      parameters.map((parameter) => parameter.split('=')).map(([k = '', v = '']) => [k, v]),
    )
    if (asked['as'] === undefined) return { encoding: 'object' }
    const encoding = encodings[asked['as']]
    if (encoding && asked['g'] === 'meta.k8s.io' && asked['v'] === 'v1') return { encoding }
    refusedAs = true
  }
  return { refused: refusedAs ? 'as' : 'type' }
}

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
