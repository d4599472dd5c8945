import type { Node } from 'oxc-parser'
import { placeOf, type Source } from '../source.ts'
import { walk } from '../walk.ts'
import type { Figure, House } from './figure.ts'

interface Example {
  readonly name: string
  readonly goal: string
  readonly rooms: readonly string[]
  /** Names and literals that stand for it. */
  readonly stands: RegExp
  /** Files that are the thing itself or use it, as a check uses a section. */
  readonly itself: RegExp
}

/**
 * What a new thing costs is measured on one that exists: the places that list it. A place is a statement at the top of
 * a file that declares it, gives a value under its name or writes it as a literal. Reading it (`flags.only`, or taken out
 * of an object and passed on by its name) is using it, which is not counted; nor are tests, docs, and the thing itself.
 */
const examples: readonly Example[] = [
  {
    name: 'places to touch for a flag of `audit` (--max-unknown)',
    goal: '1 file',
    rooms: ['cli'],
    stands: /^(--max-unknown\b.*|maxUnknown)$/,
    itself: /\/exit-code\.ts$/,
  },
  {
    name: 'places to touch for a function (plan-shards)',
    goal: '1 file',
    rooms: ['infra', 'functions', 'audit'],
    stands: /^(plan-shards|planShards|PlanShards)$/,
    itself: /(fan-out|night)\/|\/plan-shards\.ts$|state-machine\/definition/,
  },
  {
    name: 'places to touch for a section (meshSyncs)',
    goal: '1 file',
    rooms: ['model', 'checks', 'audit', 'adapters'],
    stands: /^meshSyncs$/,
    itself: /\/catalog\/|\/facts\//,
  },
]

export const placesToTouch = ({ sources }: House): Figure[] =>
  examples.map((example) => {
    const places = sources
      .filter(({ room, file }) => example.rooms.includes(room) && !example.itself.test(file))
      .flatMap((source) => placesIn(source, example.stands))
    const files = new Set(places.map((place) => place.slice(0, place.indexOf(':'))))
    return { name: example.name, value: places.length, goal: example.goal, note: `in ${files.size} files`, places }
  })

function placesIn(source: Source, stands: RegExp): string[] {
  return source.program.body.flatMap((statement) => {
    if (statement.type === 'ImportDeclaration') return []
    let first: Node | undefined
    walk(statement, (node, above) => {
      if (!first && names(node, above, stands)) first = node
    })
    return first ? [placeOf(source, first)] : []
  })
}

function names(node: Node, above: readonly Node[], stands: RegExp): boolean {
  if (node.type === 'Literal') return typeof node.value === 'string' && stands.test(node.value)
  if (node.type !== 'Identifier' || !stands.test(node.name)) return false
  const [object, holder] = above.slice(-2)
  if (holder?.type === 'TSPropertySignature') return holder.key === node
  return holder?.type === 'Property' && holder.key === node && !holder.shorthand && object?.type === 'ObjectExpression'
}
