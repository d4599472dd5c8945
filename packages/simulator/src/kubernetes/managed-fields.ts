import { valueAt } from './json-reader.ts'
import type { KubernetesObject } from './kubernetes-object.ts'

const unmanaged = new Set(['name', 'namespace', 'uid', 'resourceVersion', 'creationTimestamp', 'generation'])

/** What the API server records about who set which field: a third of every real answer's bytes, so never left out. */
export function managedFieldsOf(object: KubernetesObject, time: string): readonly unknown[] {
  const { apiVersion, kind: _kind, metadata, ...rest } = object
  const managed = Object.fromEntries(Object.entries(metadata).filter(([field]) => !unmanaged.has(field)))
  const fieldsV1 = fieldsOf({ metadata: managed, ...rest })
  return [{ manager: 'helm', operation: 'Update', apiVersion, time, fieldsType: 'FieldsV1', fieldsV1 }]
}

/** Lists that the API server merges as maps, by the field that names their items; other lists have one manager as a whole. */
const keyedLists: Readonly<Record<string, 'name' | 'type'>> = {
  addresses: 'type',
  conditions: 'type',
  containers: 'name',
  env: 'name',
  volumeMounts: 'name',
  volumes: 'name',
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {}
  return Object.fromEntries(Object.entries(value).map(([field, inner]) => [`f:${field}`, fieldsIn(field, inner)]))
}

function fieldsIn(field: string, value: unknown): Readonly<Record<string, unknown>> {
  const key = keyedLists[field]
  if (!Array.isArray(value) || key === undefined) return fieldsOf(value)
  const items = value.map((item: unknown): readonly [string, unknown] => [
    `k:${JSON.stringify({ [key]: valueAt(item, key) })}`,
    { '.': {}, ...fieldsOf(item) },
  ])
  return Object.fromEntries<unknown>([['.', {}], ...items])
}
