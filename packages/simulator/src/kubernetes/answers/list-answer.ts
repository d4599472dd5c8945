import { joinGroupVersion } from '../kubernetes-object.ts'
import type { ObjectStore, StoredEntry } from '../object-store.ts'
import { printerOf } from '../printers/printer-of.ts'
import type { ServedResource } from '../resource-table.ts'
import type { Encoding } from './media-type.ts'
import { asMetadata, listItem, tableRow, toIncludeObject } from './object-encoding.ts'
import { cutPage, type Page } from './page.ts'
import { badRequest, notAcceptable, type Answer } from './status-answer.ts'

interface ListInput {
  readonly store: ObjectStore
  readonly resource: ServedResource
  readonly version: string
  readonly namespace: string | undefined
  readonly query: URLSearchParams
  readonly encoding: Encoding
  readonly now: Date
}

/** How one encoding writes a list: what stands before the items, and each item as JSON. */
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

export const goType = (resource: ServedResource): string =>
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
