import type { Node } from 'oxc-parser'
import { placeOf, type Source } from '../source.ts'
import { gather } from '../walk.ts'
import { counted, type Figure, type House } from './figure.ts'

/**
 * Where code decides by words. Three kinds, each a place of the first review or like one:
 * prose: text meant for people (`message`, `detail`, or a literal that has words in it) is compared or searched;
 * key: what a key, id, item or name is, is read back from its first letters instead of a field;
 * posing: a thing that is no cluster, written out by hand as one, so that others must know it again by its name.
 * An adapter that reads the message of a library that gives no code is counted apart: nothing better may exist.
 */
export function decisionsByProse({ sources }: House): Figure[] {
  const judged = sources.filter(({ room }) => room !== 'simulator')
  const all = judged.flatMap((source) =>
    gather(source.program, (node) => {
      const kind = kindOf(node, source)
      return kind && { kind, place: `${placeOf(source, node)} ${kind}: ${firstLine(source, node)}` }
    }),
  )
  const isForeign = ({ kind }: { readonly kind: Kind }): boolean => kind === 'foreign'
  return [
    counted(
      'decisions by words',
      '0',
      all.filter((each) => !isForeign(each)).map(({ place }) => place),
    ),
    {
      name: 'words of outside libraries, read in adapters',
      value: all.filter(isForeign).length,
      places: all.filter(isForeign).map(({ place }) => place),
    },
  ]
}

type Kind = 'prose' | 'key' | 'posing' | 'foreign'

const firstLine = ({ text }: Source, { start, end }: Node): string => text.slice(start, end).split('\n')[0] ?? ''

function kindOf(node: Node, { room }: Source): Kind | undefined {
  if (room !== 'adapters' && isPosing(node)) return 'posing'
  const operands = operandsOf(node)
  if (!operands || operands.some(isNothing) || operands.some(isReserved)) return undefined
  const names = operands.map(lastName)
  const readsProse = names.some((name) => proseNames.test(name)) || operands.some(hasWords)
  if (readsProse) return room === 'adapters' && !names.includes('detail') ? 'foreign' : 'prose'
  const [subject] = operands
  const ownRooms = !['adapters', 'cli', 'infra'].includes(room)
  return ownRooms && node.type === 'CallExpression' && subject && keyNames.test(lastName(subject)) ? 'key' : undefined
}

const proseNames = /^(message|detail|said)$/
const keyNames = /^(key|id|item|locator|name)$|(Key|Id)$/
const searches = /^(startsWith|endsWith|includes|indexOf|match|matchAll|search|test|exec)$/

/** What is compared with what, or searched for what. Shaping (`split`, `replace`) decides nothing. */
function operandsOf(node: Node): Node[] | undefined {
  switch (node.type) {
    case 'BinaryExpression':
      return /^[!=]==?$/.test(node.operator) ? [node.left, node.right] : undefined
    case 'SwitchStatement':
      return [node.discriminant]
    case 'CallExpression': {
      const { callee } = node
      if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return undefined
      return searches.test(callee.property.name) ? [callee.object, ...node.arguments] : undefined
    }
    default:
      return undefined
  }
}

const isNothing = (node: Node): boolean =>
  (node.type === 'Identifier' && node.name === 'undefined') ||
  (node.type === 'Literal' && (node.value === null || node.value === '') && !('regex' in node))

/** Kubernetes' own prefix of names (`system:`) is a code of its API, under one name. */
const isReserved = (node: Node): boolean => node.type === 'Identifier' && node.name === 'reservedPrefix'

function lastName(node: Node): string {
  switch (node.type) {
    case 'Identifier':
      return node.name
    case 'MemberExpression':
      return node.property.type === 'Identifier' && !node.computed ? node.property.name : ''
    case 'ChainExpression':
      return lastName(node.expression)
    case 'CallExpression':
      // `message.toLowerCase()` is still the message.
      return node.callee.type === 'MemberExpression' ? lastName(node.callee.object) : ''
    default:
      return ''
  }
}

/** A literal that holds words: letters, a space, letters; or a word, a colon and a space. */
function hasWords(node: Node): boolean {
  const text = node.type === 'Literal' ? ('regex' in node ? node.regex.pattern : node.value) : undefined
  return typeof text === 'string' && /[a-z]{2,} [a-z]{2,}|[a-z]{2,}: $/.test(text)
}

function isPosing(node: Node): boolean {
  if (node.type !== 'ObjectExpression') return false
  const written = new Map<string, Node>()
  for (const property of node.properties) {
    if (property.type !== 'Property' || property.key.type !== 'Identifier') continue
    if (property.value.type === 'Literal' || property.value.type === 'TemplateLiteral') {
      written.set(property.key.name, property.value)
    }
  }
  const id = written.get('id')
  if (id?.type === 'Literal' && /^(eks|gke|aks|kubeconfig):/.test(String(id.value))) return false // a cluster, in an example
  const kind = written.get('kind')
  const saysCluster = kind?.type === 'Literal' && kind.value === 'cluster'
  return (written.has('locator') && written.has('provider')) || (written.has('id') && saysCluster)
}
