import type { Node } from 'oxc-parser'
import { placeOf, type Source } from '../source.ts'
import { gather } from '../walk.ts'
import { counted, type Figure, type House } from './figure.ts'

interface Holder {
  /** Names under which it is known: that of the first review, and later ones. */
  readonly names: readonly string[]
  readonly holds: string
}

/**
 * The types that one cluster passes through in one run, from the cloud's answer to the registry. A type that is renamed
 * keeps its line; a new one needs a line of its own: the second figure, by fields, shows when one is missing.
 */
const holders: readonly Holder[] = [
  { names: ['EksRecord'], holds: 'the answer of EKS (each cloud has its own; one cluster has one)' },
  { names: ['Cluster'], holds: 'the words for it: id, locator, name, provider, scope, labels' },
  { names: ['FoundCluster'], holds: 'the cluster as discovery found it, with its way in' },
  { names: ['Collection'], holds: 'what the collector read' },
  { names: ['SeenCluster', 'ClusterSnapshot'], holds: 'cluster, what was read of it, when' },
  { names: ['Identified', 'IdentifiedSnapshot'], holds: 'the same, and which incarnation it is' },
  { names: ['ClusterContext'], holds: 'what checks are given' },
  { names: ['ClusterAudit'], holds: 'cluster, verdicts, findings after comparing' },
  { names: ['Night', 'NewRecord'], holds: 'what is written at the end' },
  { names: ['NightRecord', 'OwnerNight', 'Head', 'AuditRecord'], holds: 'what is read back of it' },
  { names: ['EndedCluster', 'TargetResult'], holds: 'the result for the run as a whole' },
  { names: ['AuditEntry'], holds: 'the result for the document' },
  { names: ['AuditedCluster'], holds: 'its part of the document' },
  { names: ['ClusterReport', 'ResultSummary'], holds: 'its part of the digest' },
  { names: ['ClusterFacts'], holds: 'what the checks of the fleet are given' },
  { names: ['RegisteredCluster'], holds: 'its line in the registry' },
  { names: ['GoneCluster'], holds: 'the same when it is no longer there' },
]

/** Fields that say how a cluster did in a run, by their names of today and before. */
const fields = [
  /^(cluster|found|target)$/,
  /^key$/,
  /^(row|outcome)$/,
  /^(takenAt|collectedAt)$/,
  /^planes$/,
  /^verdicts$/,
  /^(findings|open)$/,
  /^observations$/,
  /^(changes|compared)$/,
  /^(sections|snapshot)$/,
  /^(facts|coverage)$/,
]
const many = 3

export function clusterTypes({ sources }: House): Figure[] {
  const declared = sources
    .filter(({ room }) => !['simulator', 'cli', 'api'].includes(room))
    .flatMap((source) => gather(source.program, (node) => declaredIn(node, source)))
  const found = holders.flatMap(({ names, holds }) => {
    const named = declared.filter(({ name }) => names.includes(name))
    return named.length === 0 ? [] : [`${named.map(({ name, place }) => `${place} ${name}`).join(', ')}: ${holds}`]
  })
  const listed = new Set(holders.flatMap(({ names }) => names))
  const byShape = declared.filter(
    ({ has, name }) =>
      fields.filter((field) => has.some((each) => field.test(each))).length >= many && !listed.has(name),
  )
  return [
    counted("types that hold one cluster's run", '<= 9', found),
    {
      name: `types that look like one more (>= ${many} of its fields)`,
      value: byShape.length,
      places: byShape.map(({ name, place }) => `${place} ${name}`),
    },
  ]
}

interface Declared {
  readonly name: string
  readonly place: string
  readonly has: readonly string[]
}

function declaredIn(node: Node, source: Source): Declared | undefined {
  if (node.type === 'TSInterfaceDeclaration') {
    return { name: node.id.name, place: placeOf(source, node), has: fieldsIn(node.body.body) }
  }
  if (node.type !== 'TSTypeAliasDeclaration') return undefined
  const { name } = node.id
  const { typeAnnotation } = node
  const has = typeAnnotation.type === 'TSTypeLiteral' ? fieldsIn(typeAnnotation.members) : schemaFields(name, source)
  return { name, place: placeOf(source, node), has }
}

const fieldsIn = (members: readonly Node[]): string[] =>
  members.flatMap((member) =>
    (member.type === 'TSPropertySignature' || member.type === 'TSMethodSignature') && member.key.type === 'Identifier'
      ? [member.key.name]
      : [],
  )

/** `type A = z.infer<typeof A>`: the fields of the object that the schema `A` is made from. */
function schemaFields(name: string, { program }: Source): string[] {
  const [schema] = gather(program, (node) =>
    node.type === 'VariableDeclarator' && node.id.type === 'Identifier' && node.id.name === name ? node : undefined,
  )
  const [shape] = schema ? gather(schema, (node) => (node.type === 'ObjectExpression' ? node : undefined)) : []
  return (shape?.properties ?? []).flatMap((property) =>
    property.type === 'Property' && property.key.type === 'Identifier' ? [property.key.name] : [],
  )
}
