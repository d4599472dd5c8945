import type { ObjectStore } from '../object-store.ts'
import { printerOf } from '../printers/printer-of.ts'
import type { ServedResource } from '../resource-table.ts'
import { goType } from './list-answer.ts'
import type { Encoding } from './media-type.ts'
import { asMetadata, tableRow, toIncludeObject } from './object-encoding.ts'
import { jsonAnswer, notAcceptable, objectNotFound, type Answer } from './status-answer.ts'

interface GetInput {
  readonly store: ObjectStore
  readonly resource: ServedResource
  readonly version: string
  readonly namespace: string
  readonly name: string
  readonly query: URLSearchParams
  readonly encoding: Encoding
  readonly now: Date
}

/** One object, in the encoding asked for. */
export function answerObject({ store, resource, version, namespace, name, query, encoding, now }: GetInput): Answer {
  const home = resource.namespaced ? namespace : ''
  const entry = store.entries(resource).find((stored) => stored.name === name && stored.namespace === home)
  if (!entry) return objectNotFound(resource, name)
  const object = entry.read(version)
  if (encoding === 'object') return jsonAnswer(200, withKindFirst(object))
  if (encoding === 'metadata') return jsonAnswer(200, asMetadata(object))
  if (encoding === 'metadata-list') {
    return notAcceptable(
      `you requested PartialObjectMetadataList, but the requested object is not a list (${goType(resource)})`,
    )
  }
  const printer = printerOf(resource)
  const include = toIncludeObject(query.get('includeObject')) ?? 'Metadata'
  const metadata = { resourceVersion: object.metadata.resourceVersion }
  const row: unknown = JSON.parse(tableRow(object, printer, include, now))
  const table = { kind: 'Table', apiVersion: 'meta.k8s.io/v1', metadata, columnDefinitions: printer.columns }
  return jsonAnswer(200, { ...table, rows: [row] })
}

const withKindFirst = ({ kind, apiVersion, ...rest }: { readonly kind: string; readonly apiVersion: string }) => ({
  kind,
  apiVersion,
  ...rest,
})
