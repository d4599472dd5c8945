import type { ArrowFunctionExpression, Function as FunctionOfParser, Node } from 'oxc-parser'
import type { Source } from './source.ts'
import { walk } from './walk.ts'

export interface FunctionFound {
  /** Undefined for a function without a name of its own. */
  readonly name: string | undefined
  readonly parameters: number
  readonly lines: number
  readonly start: number
}

/** Every function with a body: declarations, methods, arrows. */
export function functionsOf({ program, text }: Pick<Source, 'program' | 'text'>): FunctionFound[] {
  const found: FunctionFound[] = []
  walk(program, (node, above) => {
    if (!isFunction(node)) return
    const lines = text.slice(node.start, node.end).split('\n').length
    found.push({ name: nameOf(node, above.at(-1)), parameters: node.params.length, lines, start: node.start })
  })
  return found
}

type FunctionNode = FunctionOfParser | ArrowFunctionExpression

const isFunction = (node: Node): node is FunctionNode =>
  node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression' || node.type === 'ArrowFunctionExpression'

/** Its own name, or that of the variable, property or method it is bound to. */
function nameOf(node: FunctionNode, holder: Node | undefined): string | undefined {
  if (node.type !== 'ArrowFunctionExpression' && node.id) return node.id.name
  if (holder?.type === 'VariableDeclarator' && holder.id.type === 'Identifier') return holder.id.name
  if (holder?.type === 'Property' || holder?.type === 'MethodDefinition') {
    return holder.key.type === 'Identifier' ? holder.key.name : '<computed>'
  }
  return undefined
}
