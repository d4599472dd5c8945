import type { KubernetesObject } from './kubernetes-object.ts'

const unmanaged = new Set(['name', 'namespace', 'uid', 'resourceVersion', 'creationTimestamp', 'generation'])

/** What the API server keeps about who set which field: a third of every real answer's bytes, so never left out. */
export function managedFieldsOf(object: KubernetesObject, time: string): readonly unknown[] {
  const { apiVersion, kind: _kind, metadata, ...rest } = object
  const kept = Object.fromEntries(Object.entries(metadata).filter(([field]) => !unmanaged.has(field)))
  const fieldsV1 = fieldsOf({ metadata: kept, ...rest })
  return [{ manager: 'helm', operation: 'Update', apiVersion, time, fieldsType: 'FieldsV1', fieldsV1 }]
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  if (Array.isArray(value)) return Object.fromEntries(value.flatMap((item) => keyedItem(item)))
  if (typeof value !== 'object' || value === null) return {}
  return Object.fromEntries(Object.entries(value).map(([field, inner]) => [`f:${field}`, fieldsOf(inner)]))
}

/** Lists whose items have a name are maps to the API server; other lists are owned as a whole. */
function keyedItem(item: unknown): readonly (readonly [string, unknown])[] {
  if (typeof item !== 'object' || item === null || !('name' in item)) return []
  return [[`k:${JSON.stringify({ name: item.name })}`, { '.': {}, ...fieldsOf(item) }]]
}
