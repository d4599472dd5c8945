import { groupOf, joinGroupVersion, uidOf, type KubernetesObject, type LazyObjects } from './kubernetes-object.ts'
import { managedFieldsOf } from './managed-fields.ts'
import { servedResources, type ServedResource } from './resource-table.ts'

/** One stored object: `key` orders as etcd does; `read` makes the object in the asked version. */
export interface StoredEntry {
  readonly key: string
  readonly namespace: string
  readonly name: string
  labels(): Readonly<Record<string, string>>
  read(version: string): KubernetesObject
}

export interface ObjectStore {
  readonly resources: readonly ServedResource[]
  /** Of the whole store: nothing changes while it serves. */
  readonly resourceVersion: number
  resource(group: string, plural: string): ServedResource | undefined
  /** In the order of namespace and name. */
  entries(resource: ServedResource): readonly StoredEntry[]
  /** Every object of one kind, for the authorizer. */
  all(group: string, kind: string): readonly KubernetesObject[]
}

interface StoreOptions {
  readonly objects: readonly KubernetesObject[]
  readonly lazy: readonly LazyObjects[]
  /** Given to objects that carry no creationTimestamp. */
  readonly createdAt: string
}

const kindKey = (group: string, kind: string): string => `${group}/${kind}`

export function createObjectStore({ objects, lazy, createdAt }: StoreOptions): ObjectStore {
  const first = lazy.flatMap((collection) => (collection.names.length > 0 ? [collection.at(0)] : []))
  const resources = servedResources([...objects, ...first])
  const byPath = new Map(resources.map((resource) => [kindKey(resource.group, resource.plural), resource]))
  const byKind = new Map<string, StoredEntry[]>()
  const entriesOf = (group: string, kind: string): StoredEntry[] => {
    const known = byKind.get(kindKey(group, kind)) ?? []
    byKind.set(kindKey(group, kind), known)
    return known
  }
  for (const [index, object] of objects.entries()) {
    entriesOf(groupOf(object.apiVersion), object.kind).push(storedEntry(object, 1000 + index, createdAt))
  }
  for (const collection of lazy) {
    entriesOf(groupOf(collection.apiVersion), collection.kind).push(...lazyEntries(collection, createdAt))
  }
  for (const entries of byKind.values()) entries.sort((left, right) => (left.key < right.key ? -1 : 1))
  return {
    resources,
    resourceVersion: 1000 + objects.length,
    resource: (group, plural) => byPath.get(kindKey(group, plural)),
    entries: (resource) => byKind.get(kindKey(resource.group, resource.kind)) ?? [],
    all: (group, kind) => (byKind.get(kindKey(group, kind)) ?? []).map((entry) => entry.read('v1')),
  }
}

function storedEntry(object: KubernetesObject, resourceVersion: number, createdAt: string): StoredEntry {
  const filled = fillMetadata(object, resourceVersion, createdAt)
  const { namespace = '', name } = object.metadata
  const labels = object.metadata.labels ?? {}
  return {
    key: keyOf(namespace, name),
    namespace,
    name,
    labels: () => labels,
    read: (version) => inVersion(filled, version),
  }
}

function lazyEntries(collection: LazyObjects, createdAt: string): readonly StoredEntry[] {
  const namespace = collection.namespace ?? ''
  return collection.names.map((name, index) => ({
    key: keyOf(namespace, name),
    namespace,
    name,
    labels: () => collection.at(index).metadata.labels ?? {},
    read: (version) => inVersion(fillMetadata(collection.at(index), 900, createdAt), version),
  }))
}

const keyOf = (namespace: string, name: string): string => (namespace ? `/${namespace}/${name}` : `/${name}`)

/** What the API server adds at creation, where the data leaves it open; the uid follows from the object's key. */
function fillMetadata(object: KubernetesObject, resourceVersion: number, createdAt: string): KubernetesObject {
  const { name, namespace, ...rest } = object.metadata
  const identity = { name, namespace }
  const uid = uidOf(`${object.kind}/${keyOf(namespace ?? '', name)}`)
  const filled = { uid, resourceVersion: String(resourceVersion), creationTimestamp: createdAt }
  const managedFields = managedFieldsOf(object, object.metadata.creationTimestamp ?? createdAt)
  return {
    ...object,
    metadata: { ...identity, ...filled, ...rest, managedFields: rest['managedFields'] ?? managedFields },
  }
}

/** Conversion strategy None: only the version changes. */
function inVersion(object: KubernetesObject, version: string): KubernetesObject {
  const apiVersion = joinGroupVersion(groupOf(object.apiVersion), version)
  return object.apiVersion === apiVersion ? object : { ...object, apiVersion }
}
