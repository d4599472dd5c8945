import { z } from 'zod'
import { refusal } from './refusal.ts'

/** A value in DynamoDB's wire form: one member, named for its type; binary as base64. */
export interface AttributeValue {
  readonly S?: string
  readonly N?: string
  readonly B?: string
  readonly BOOL?: boolean
  readonly NULL?: boolean
  readonly L?: readonly AttributeValue[]
  readonly M?: Item
}
export type Item = Readonly<Record<string, AttributeValue>>

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value)

/** The client of this process serialized it by DynamoDB's own model, so its values are not looked through again. */
export const Item = z.custom<Item>(isObject)
export const AttributeValue = z.custom<AttributeValue>(isObject)

export const parseItem = (json: Uint8Array): Item => Item.parse(JSON.parse(Buffer.from(json).toString('utf8')))

/** Names of the base table and its indexes; each has the keys `<name>pk` and `<name>sk`, the base table plain ones. */
export const indexNames = ['gsi1', 'gsi2'] as const
export type IndexName = (typeof indexNames)[number]

/** The key of one item. */
export interface ItemKey {
  readonly pk: string
  readonly sk: string
}

/** The item's place in the base table. */
export const keyOf = (item: Item): ItemKey => ({ pk: keyValue(item, 'pk'), sk: keyValue(item, 'sk') })

/** The item's place in an index; undefined where it is not part of it. */
export function indexKeyOf(item: Item, index: IndexName): ItemKey | undefined {
  const [pk, sk] = [`${index}pk`, `${index}sk`] as const
  return item[pk] && item[sk] ? { pk: keyValue(item, pk), sk: keyValue(item, sk) } : undefined
}

function keyValue(item: Item, name: string): string {
  const value = item[name]?.S
  if (value === undefined || value === '') throw refusal('ValidationException', `the key ${name} is no text`)
  return value
}

/** Bytes as DynamoDB counts an item: names and values, and a few for each type. */
export function sizeOf(item: Item): number {
  let bytes = 0
  for (const [name, value] of Object.entries(item)) bytes += Buffer.byteLength(name) + valueSize(value)
  return bytes
}

function valueSize({ S, N, B, L, M }: AttributeValue): number {
  if (S !== undefined) return Buffer.byteLength(S)
  if (N !== undefined) return Math.ceil(N.replaceAll(/[-.]/g, '').length / 2) + 1
  if (B !== undefined) return Buffer.byteLength(B, 'base64')
  if (L !== undefined) return L.reduce((sum, each) => sum + 1 + valueSize(each), 3)
  if (M !== undefined) return sizeOf(M) + Object.keys(M).length + 3
  return 1
}
