import { joinGroupVersion } from '../kubernetes-object.ts'
import type { ObjectStore, StoredEntry } from '../object-store.ts'
import { printerOf } from '../printers/printer-of.ts'
import type { ServedResource } from '../resource-table.ts'
import { asMetadata, listItem, tableRow, toIncludeObject, type Encoding } from './encoding.ts'
import { cutPage, type Page } from './page.ts'
import { badRequest, jsonAnswer, notAcceptable, objectNotFound, type Answer } from './status-answer.ts'

interface ListInput {
  readonly store: ObjectStore
  readonly resource: ServedResource
  readonly version: string
  readonly namespace: string | undefined
  readonly query: URLSearchParams
  readonly encoding: Encoding
  readonly now: Date
}

/** How one encoding writes a list: what comes before the items, and each item as JSON. */
interface ListWriter {
  readonly head: Readonly<Record<string, unknown>>
  readonly itemsField: 'items' | 'rows'
  item(entry: StoredEntry): string
}

/** A list or table, written item by item so that a long one is never held whole. */
export function answerList(input: ListInput): Answer {
  const { store, resource, namespace, query, encoding } = input
  if (encoding === 'metadata') {
    return notAcceptable(
      `you requested PartialObjectMetadata, but the requested object is a list (${goType(resource)}List)`,
    )
  }
  const writer = writerOf(input)
  if (!writer) {
    const given = query.get('includeObject') ?? ''
    return badRequest(
      `Unable to convert to Table as requested: includeObject: Invalid value: "${given}": must be 'Metadata', 'Object', 'None', or empty`,
    )
  }
  const entries = store.entries(resource)
  const page = cutPage({ entries, namespace, resourceVersion: store.resourceVersion, query })
  if ('status' in page) return page
  const custom = resource.custom && encoding === 'object'
  return { status: 200, contentType: 'application/json', body: write(writer, page, store.resourceVersion, custom) }
}

const goType = (resource: ServedResource): string =>
  resource.custom ? '*unstructured.Unstructured' : `*${resource.group.split('.')[0] || 'core'}.${resource.kind}`

function writerOf(input: ListInput): ListWriter | undefined {
  const { resource, version, query, encoding, now } = input
  const meta = { apiVersion: 'meta.k8s.io/v1' }
  if (encoding === 'metadata-list') {
    const item = (entry: StoredEntry) => JSON.stringify(asMetadata(entry.read(version)))
    return { head: { kind: 'PartialObjectMetadataList', ...meta }, itemsField: 'items', item }
  }
  if (encoding === 'table') {
    const include = toIncludeObject(query.get('includeObject'))
    const printer = printerOf(resource)
    const item = (entry: StoredEntry) => tableRow(entry.read(version), printer, include ?? 'None', now)
    return include && { head: { kind: 'Table', ...meta, columnDefinitions: printer.columns }, itemsField: 'rows', item }
  }
  const head = { kind: `${resource.kind}List`, apiVersion: joinGroupVersion(resource.group, version) }
  return { head, itemsField: 'items', item: (entry) => listItem(entry.read(version), resource.custom) }
}

function* write(writer: ListWriter, page: Page, resourceVersion: number, custom: boolean): Generator<string> {
  const going = page.continueToken === undefined ? (custom ? { continue: '' } : {}) : { continue: page.continueToken }
  const metadata = {
    resourceVersion: String(resourceVersion),
    ...going,
    remainingItemCount: page.remaining,
  }
  const { kind, apiVersion, ...more } = writer.head
  const head = JSON.stringify({ kind, apiVersion, metadata, ...more })
  yield `${head.slice(0, -1)},"${writer.itemsField}":[`
  let separator = ''
  for (const entry of page.entries) {
    yield separator + writer.item(entry)
    separator = ','
  }
  yield ']}\n'
}

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
