import type { Expression, Node } from 'oxc-parser'
import { placeOf } from '../source.ts'
import { gather } from '../walk.ts'
import { counted, type Figure, type House } from './figure.ts'

/** `...(cond ? {} : {…})`, either way round, and the same said by `&&`: an absent property, paid by hand. */
export const conditionalSpreads = ({ sources }: House): Figure[] => [
  counted(
    'conditional spreads',
    '< 20',
    sources.flatMap((source) =>
      gather(source.program, (node) => (isConditionalSpread(node) ? placeOf(source, node) : undefined)),
    ),
  ),
]

function isConditionalSpread(node: Node): boolean {
  if (node.type !== 'SpreadElement') return false
  const argument = unwrapped(node.argument)
  if (argument.type === 'ConditionalExpression') {
    return isEmptyObject(argument.consequent) || isEmptyObject(argument.alternate)
  }
  return argument.type === 'LogicalExpression' && unwrapped(argument.right).type === 'ObjectExpression'
}

const isEmptyObject = (expression: Expression): boolean => {
  const inner = unwrapped(expression)
  return inner.type === 'ObjectExpression' && inner.properties.length === 0
}

const unwrapped = (expression: Expression): Expression =>
  expression.type === 'ParenthesizedExpression' ? unwrapped(expression.expression) : expression
