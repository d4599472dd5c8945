import type { AttributeValue } from './item.ts'
import { refusal } from './refusal.ts'

export type Comparator = '=' | '<>' | '<' | '<=' | '>' | '>='
export type Operand = { readonly attribute: string } | { readonly value: AttributeValue }

/** A condition, as a tree; the part of DynamoDB's language that the store uses. */
export type Condition =
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'exists'; readonly attribute: string; readonly wanted: boolean }
  | { readonly kind: 'begins'; readonly of: Operand; readonly prefix: Operand }
  | { readonly kind: 'between'; readonly of: Operand; readonly low: Operand; readonly high: Operand }
  | { readonly kind: 'compare'; readonly by: Comparator; readonly left: Operand; readonly right: Operand }

/** What stands for names and values in an expression. */
export interface Placeholders {
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>
  readonly ExpressionAttributeValues?: Readonly<Record<string, AttributeValue>>
}

/** Reads an expression from left to right; anything outside the language is a ValidationException. */
interface Reader {
  /** Takes the next token where it is this one, whatever its case. */
  readonly takes: (token: string) => boolean
  readonly expect: (token: string) => void
  readonly word: () => string
  readonly operand: () => Operand
  readonly attribute: () => string
  readonly atEnd: () => boolean
}

export function readerOf(
  text: string,
  { ExpressionAttributeNames = {}, ExpressionAttributeValues = {} }: Placeholders,
): Reader {
  const tokens = text.match(/<>|<=|>=|[=<>(),]|[#:]?\w+|\S/g) ?? []
  let at = 0
  const bad = (): never => {
    throw refusal('ValidationException', `the embedded database does not read this expression: ${text}`)
  }
  const word = (): string => tokens[at++] ?? bad()
  const takes = (token: string): boolean => {
    if (tokens[at]?.toLowerCase() !== token) return false
    at += 1
    return true
  }
  const attribute = (): string => {
    const name = word()
    if (!name.startsWith('#')) return /^[a-z]\w*$/i.test(name) ? name : bad()
    return ExpressionAttributeNames[name] ?? bad()
  }
  return {
    takes,
    word,
    attribute,
    expect: (token) => void (takes(token) || bad()),
    operand: () => {
      if (!tokens[at]?.startsWith(':')) return { attribute: attribute() }
      return { value: ExpressionAttributeValues[word()] ?? bad() }
    },
    atEnd: () => at >= tokens.length,
  }
}

export function parseCondition(text: string, placeholders: Placeholders): Condition {
  const reader = readerOf(text, placeholders)
  const condition = anyOf(reader)
  if (!reader.atEnd()) reader.expect('the end')
  return condition
}

function anyOf(reader: Reader): Condition {
  let left = allOf(reader)
  while (reader.takes('or')) left = { kind: 'or', left, right: allOf(reader) }
  return left
}

function allOf(reader: Reader): Condition {
  let left = single(reader)
  while (reader.takes('and')) left = { kind: 'and', left, right: single(reader) }
  return left
}

function single(reader: Reader): Condition {
  if (reader.takes('not')) return { kind: 'not', of: single(reader) }
  if (reader.takes('(')) return closed(reader, anyOf(reader))
  for (const [name, wanted] of [
    ['attribute_exists', true],
    ['attribute_not_exists', false],
  ] as const) {
    if (!reader.takes(name)) continue
    reader.expect('(')
    return closed(reader, { kind: 'exists', attribute: reader.attribute(), wanted })
  }
  if (reader.takes('begins_with')) {
    reader.expect('(')
    const of = reader.operand()
    reader.expect(',')
    return closed(reader, { kind: 'begins', of, prefix: reader.operand() })
  }
  return comparison(reader)
}

function closed(reader: Reader, condition: Condition): Condition {
  reader.expect(')')
  return condition
}

const comparators: readonly Comparator[] = ['=', '<>', '<=', '>=', '<', '>']

function comparison(reader: Reader): Condition {
  const left = reader.operand()
  if (reader.takes('between')) {
    const low = reader.operand()
    reader.expect('and')
    return { kind: 'between', of: left, low, high: reader.operand() }
  }
  const by = comparators.find((each) => reader.takes(each))
  if (!by) throw refusal('ValidationException', `the embedded database knows no comparison ${reader.word()}`)
  return { kind: 'compare', by, left, right: reader.operand() }
}
