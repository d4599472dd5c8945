import path from 'node:path'
import type { ModuleExportName, Node, Program } from 'oxc-parser'
import { walk } from './walk.ts'

export interface Import {
  /** As written. */
  readonly from: string
  /** The file of this repository that it means. */
  readonly file?: string
  readonly typeOnly: boolean
  /** The names taken; `*` for all of them. */
  readonly names: readonly string[]
  readonly start: number
}

/** All that a file imports: statements, re-exports, `import()` and types by `import('…')`. */
export function importsOf(file: string, program: Program): Import[] {
  const found: Import[] = []
  walk(program, (node, above) => {
    const read = importIn(node, above)
    if (!read) return
    const meant = fileOf(file, read.from)
    found.push({ ...read, ...(meant === undefined ? {} : { file: meant }), start: node.start })
  })
  return found
}

type Read = Pick<Import, 'from' | 'typeOnly' | 'names'>

function importIn(node: Node, above: readonly Node[]): Read | undefined {
  switch (node.type) {
    case 'ImportDeclaration': {
      const names = node.specifiers.map((each) => (each.type === 'ImportSpecifier' ? nameOf(each.imported) : '*'))
      const types = node.specifiers.map((each) => each.type === 'ImportSpecifier' && each.importKind === 'type')
      return { from: node.source.value, typeOnly: node.importKind === 'type' || onlyTypes(types), names }
    }
    case 'ExportNamedDeclaration': {
      if (!node.source) return undefined
      const types = node.specifiers.map((each) => each.exportKind === 'type')
      const names = node.specifiers.map((each) => nameOf(each.local))
      return { from: node.source.value, typeOnly: node.exportKind === 'type' || onlyTypes(types), names }
    }
    case 'ExportAllDeclaration':
      return { from: node.source.value, typeOnly: node.exportKind === 'type', names: ['*'] }
    case 'ImportExpression':
      if (node.source.type !== 'Literal' || typeof node.source.value !== 'string') return undefined
      return { from: node.source.value, typeOnly: false, names: namesTaken(above) }
    case 'TSImportType':
      return { from: node.source.value, typeOnly: true, names: ['*'] }
    default:
      return undefined
  }
}

const onlyTypes = (types: readonly boolean[]): boolean => types.length > 0 && types.every(Boolean)

const nameOf = (name: ModuleExportName): string => (name.type === 'Literal' ? name.value : name.name)

/** `const { a } = await import('…')` takes `a`; whatever else is done with the module takes all. */
function namesTaken(above: readonly Node[]): string[] {
  const holder = above.findLast((node) => node.type !== 'AwaitExpression')
  if (holder?.type !== 'VariableDeclarator' || holder.id.type !== 'ObjectPattern') return ['*']
  return holder.id.properties.map((property) =>
    property.type === 'Property' && property.key.type === 'Identifier' ? property.key.name : '*',
  )
}

/** The workspaces export `./*` as `./src/*`. */
function fileOf(importer: string, from: string): string | undefined {
  if (from.startsWith('.')) return path.posix.join(path.posix.dirname(importer), from)
  const [, room, rest] = /^@fleet-auditor\/([a-z-]+)\/(.+)$/.exec(from) ?? []
  return room !== undefined && rest !== undefined ? `packages/${room}/src/${rest}` : undefined
}
