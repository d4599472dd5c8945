import { createHash } from 'node:crypto'

/** The metadata the simulator itself reads or fills in; anything else passes through unchanged. */
export interface ObjectMetadata {
  readonly name: string
  readonly namespace?: string
  readonly uid?: string
  readonly resourceVersion?: string
  readonly creationTimestamp?: string
  readonly labels?: Readonly<Record<string, string>>
  readonly annotations?: Readonly<Record<string, string>>
  readonly [field: string]: unknown
}

/** One Kubernetes manifest as plain JSON, of any group, version and kind. */
export interface KubernetesObject {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: ObjectMetadata
  readonly [field: string]: unknown
}

/** Objects made when they are asked for, so that a cluster of thousands costs no memory. Names ascend with the index. */
export interface LazyObjects {
  readonly apiVersion: string
  readonly kind: string
  readonly namespace?: string
  readonly names: readonly string[]
  at(index: number): KubernetesObject
}

export const groupOf = (apiVersion: string): string =>
  apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : ''

export const versionOf = (apiVersion: string): string => apiVersion.slice(apiVersion.indexOf('/') + 1)

export const joinGroupVersion = (group: string, version: string): string => (group ? `${group}/${version}` : version)

/** A UUID in form, the same for the same seed. */
export function uidOf(seed: string): string {
  const hex = createHash('sha256').update(seed).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
