import { parseCondition, type Condition, type Placeholders } from './expression.ts'
import type { Range } from './item-table.ts'
import { indexKeyOf, keyOf, type IndexName, type Item } from './item.ts'
import { refusal } from './refusal.ts'

type Bounds = Pick<Range, 'partition' | 'bounds'>

/** The partition and the bounds of the sort key that a key condition names. */
export function boundsOf(expression: string, index: IndexName | undefined, placeholders: Placeholders): Bounds {
  const parts = conjuncts(parseCondition(expression, placeholders))
  const [pk, sk] = [`${index ?? ''}pk`, `${index ?? ''}sk`]
  const partitions = parts.flatMap((part) => equalTo(part, pk))
  const rest = parts.filter((part) => equalTo(part, pk).length === 0)
  const [partition] = partitions
  if (partition === undefined || partitions.length > 1 || rest.length > 1) throw unread(expression)
  return { partition, bounds: rest.flatMap((part) => boundsOfSortKey(part, sk) ?? [raise(expression)]) }
}

const conjuncts = (condition: Condition): Condition[] =>
  condition.kind === 'and' ? [...conjuncts(condition.left), ...conjuncts(condition.right)] : [condition]

function equalTo(part: Condition, attribute: string): string[] {
  if (part.kind !== 'compare' || part.by !== '=' || textOf(part.right) === undefined) return []
  return isAttribute(part.left, attribute) ? [textOf(part.right) ?? ''] : []
}

function boundsOfSortKey(part: Condition, sk: string): Range['bounds'] | undefined {
  if (part.kind === 'compare' && part.by !== '<>' && isAttribute(part.left, sk)) {
    const value = textOf(part.right)
    return value === undefined ? undefined : [[part.by, value]]
  }
  if (part.kind === 'between' && isAttribute(part.of, sk)) {
    const [low, high] = [textOf(part.low), textOf(part.high)]
    return low === undefined || high === undefined
      ? undefined
      : [
          ['>=', low],
          ['<=', high],
        ]
  }
  if (part.kind === 'begins' && isAttribute(part.of, sk)) {
    const prefix = textOf(part.prefix)
    return prefix === undefined ? undefined : [['>=', prefix], ...behind(prefix)]
  }
  return undefined
}

/** What sorts behind everything that begins with the prefix, in the order of UTF-8. */
function behind(prefix: string): [['<', string]] | [] {
  const points = Array.from(prefix, (each) => each.codePointAt(0) ?? 0)
  while (points.at(-1) === 0x10ffff) points.pop()
  const last = points.pop()
  if (last === undefined) return []
  // between these two are surrogates, which are no code points of text
  return [['<', String.fromCodePoint(...points, last === 0xd7ff ? 0xe000 : last + 1)]]
}

type Operand = Extract<Condition, { kind: 'begins' }>['of']
const isAttribute = (operand: Operand, name: string): boolean => 'attribute' in operand && operand.attribute === name
const textOf = (operand: Operand): string | undefined => ('value' in operand ? operand.value.S : undefined)

const unread = (expression: string) =>
  refusal('ValidationException', `the embedded database does not read this key condition: ${expression}`)
function raise(expression: string): never {
  throw unread(expression)
}

/** Where a page of a query or scan goes on, out of the key that ended the one before. */
export function startOf(key: Item, index: IndexName | undefined): Range['from'] {
  const at = index ? indexKeyOf(key, index) : keyOf(key)
  if (!at) throw refusal('ValidationException', 'the start key is none of this index')
  return { key: keyOf(key), at }
}

/** The attributes of an item that name its place in the table and in the index. */
export function placeOf(item: Item, index: IndexName | undefined): Item {
  const names = ['pk', 'sk', ...(index ? [`${index}pk`, `${index}sk`] : [])]
  return Object.fromEntries(names.flatMap((name) => (item[name] ? [[name, item[name]]] : [])))
}
