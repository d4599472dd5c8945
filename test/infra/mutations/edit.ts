import { parseSync, type Node, type Program } from 'oxc-parser'
import { gather } from '../../house/walk.ts'

/** Picks a node of a syntax tree by what it is and where it stands; the nearest node above is the last. */
type Pick = (node: Node, above: readonly Node[]) => boolean

/** One edit of a source: a node, found by one pick inside the other, replaced, removed, or with something before it. */
export interface Edit {
  readonly at: readonly Pick[]
  readonly change: 'replace' | 'remove' | 'insert-before'
  readonly code: string
}

export const replace = (at: readonly Pick[], code: string): Edit => ({ at, change: 'replace', code })
export const remove = (at: readonly Pick[]): Edit => ({ at, change: 'remove', code: '' })
export const insertBefore = (at: readonly Pick[], code: string): Edit => ({ at, change: 'insert-before', code })

/** `key: …` of an object. */
export const property =
  (key: string): Pick =>
  (node, above) =>
    isProperty(node, above) && keyOf(node) === key

/** What stands after `key:`. */
export const valueOf =
  (key: string): Pick =>
  (node, above) => {
    const holder = above.at(-1)
    return (
      holder?.type === 'Property' &&
      isProperty(holder, above.slice(0, -1)) &&
      holder.value === node &&
      keyOf(holder) === key
    )
  }

/** What a constant is set to. */
export const constant =
  (name: string): Pick =>
  (node, above) => {
    const holder = above.at(-1)
    return holder?.type === 'VariableDeclarator' && holder.init === node && codeOf(holder.id) === name
  }

/** `function name(…) {…}`. */
export const functionNamed =
  (name: string): Pick =>
  (node) =>
    node.type === 'FunctionDeclaration' && node.id?.name === name

export const literal =
  (value: string): Pick =>
  (node) =>
    node.type === 'Literal' && node.value === value

/** A call of `a.b`, or `new a.b`. */
export const callOf =
  (callee: string): Pick =>
  (node) =>
    (node.type === 'CallExpression' || node.type === 'NewExpression') && codeOf(node.callee) === callee

/** The first argument of a call. */
export const argumentOf =
  (callee: string): Pick =>
  (node, above) => {
    const holder = above.at(-1)
    return holder?.type === 'CallExpression' && holder.arguments[0] === node && codeOf(holder.callee) === callee
  }

/** `...name` or `...name()`. */
export const spreadOf =
  (name: string): Pick =>
  (node) =>
    node.type === 'SpreadElement' &&
    codeOf(node.argument.type === 'CallExpression' ? node.argument.callee : node.argument) === name

export const taggedTemplate: Pick = (node) => node.type === 'TaggedTemplateExpression'

/** What an `if` does otherwise. */
export const otherwise: Pick = (node, above) => {
  const holder = above.at(-1)
  return holder?.type === 'IfStatement' && holder.alternate === node
}

/** A source after an edit. Throws where its place is not exactly one. */
export function edited(file: string, text: string, { at, change, code }: Edit): string {
  const { program, errors } = parseSync(file, text)
  if (errors[0]) throw new Error(`${file} cannot be parsed: ${errors[0].message}`)
  const { start, end } = placeIn(program, at, file)
  const [before, own, after] = [text.slice(0, start), text.slice(start, end), text.slice(end)]
  if (change === 'replace') return before + code + after
  if (change === 'insert-before') return `${before}${code} ${own}${after}`
  return before + after.replace(/^\s*,/, '')
}

function placeIn(program: Program, at: readonly Pick[], file: string): Node {
  let place: Node = program
  for (const [depth, pick] of at.entries()) {
    const found: Node[] = gather(place, (node, above) => (pick(node, above) ? node : undefined))
    const [first]: readonly Node[] = found
    if (!first || found.length > 1) throw new Error(`${file}: pick ${depth + 1} finds ${found.length} places, not one`)
    place = first
  }
  return place
}

/** Of an object, not of a pattern that takes one apart. */
const isProperty = (node: Node, above: readonly Node[]): node is Property =>
  node.type === 'Property' && above.at(-1)?.type === 'ObjectExpression'

type Property = Extract<Node, { readonly type: 'Property' }>

/** The name of a property; undefined where it is computed. */
const keyOf = ({ key, computed }: { readonly key: Node; readonly computed: boolean }): string | undefined => {
  if (computed) return undefined
  return key.type === 'Literal' ? String(key.value) : codeOf(key)
}

/** `a.b.c` of identifiers and their members; undefined of anything else. */
function codeOf(node: Node): string | undefined {
  if (node.type === 'Identifier') return node.name
  if (node.type !== 'MemberExpression' || node.computed || node.property.type !== 'Identifier') return undefined
  return `${codeOf(node.object)}.${node.property.name}`
}
