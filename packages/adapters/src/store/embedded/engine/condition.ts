import { isDeepStrictEqual } from 'node:util'
import type { Comparator, Condition, Operand } from './expression.ts'
import type { AttributeValue, Item } from './item.ts'

/** Whether the condition holds for an item; one that is not there has no attributes. */
export function holds(condition: Condition, item: Item): boolean {
  switch (condition.kind) {
    case 'and':
      return holds(condition.left, item) && holds(condition.right, item)
    case 'or':
      return holds(condition.left, item) || holds(condition.right, item)
    case 'not':
      return !holds(condition.of, item)
    case 'exists':
      return Object.hasOwn(item, condition.attribute) === condition.wanted
    case 'begins':
      return valueOf(condition.of, item)?.S?.startsWith(valueOf(condition.prefix, item)?.S ?? '\uFFFF') ?? false
    case 'between':
      return (
        compares('>=', valueOf(condition.of, item), valueOf(condition.low, item)) &&
        compares('<=', valueOf(condition.of, item), valueOf(condition.high, item))
      )
    case 'compare':
      return compares(condition.by, valueOf(condition.left, item), valueOf(condition.right, item))
  }
}

const valueOf = (operand: Operand, item: Item): AttributeValue | undefined => {
  if ('value' in operand) return operand.value
  return Object.hasOwn(item, operand.attribute) ? item[operand.attribute] : undefined
}

/** An attribute that is not there differs from everything, and is in no order. */
function compares(by: Comparator, left: AttributeValue | undefined, right: AttributeValue | undefined): boolean {
  if (!left || !right) return by === '<>'
  if (by === '=' || by === '<>') return equal(left, right) === (by === '=')
  const order = orderOf(left, right)
  if (order === undefined) return false
  if (order === 0) return by === '<=' || by === '>='
  return order < 0 ? by === '<' || by === '<=' : by === '>' || by === '>='
}

const equal = (left: AttributeValue, right: AttributeValue): boolean =>
  left.N !== undefined && right.N !== undefined ? orderOf(left, right) === 0 : isDeepStrictEqual(left, right)

/** Below 0, 0 or above; undefined where the types differ or have no order. Text in the order of its UTF-8. */
function orderOf(left: AttributeValue, right: AttributeValue): number | undefined {
  if (left.N !== undefined && right.N !== undefined) return Number(left.N) - Number(right.N)
  if (left.S !== undefined && right.S !== undefined) return Buffer.compare(Buffer.from(left.S), Buffer.from(right.S))
  if (left.B === undefined || right.B === undefined) return undefined
  return Buffer.compare(Buffer.from(left.B, 'base64'), Buffer.from(right.B, 'base64'))
}
