import type { BindingPattern, Declaration, Program } from 'oxc-parser'

export interface ExportedName {
  readonly name: string
  readonly kind: 'value' | 'type'
  readonly start: number
}

/** The names that a file makes and exports. A schema and its type of one name are one export, a value. */
export function exportsOf(program: Program): ExportedName[] {
  const byName = new Map<string, ExportedName>()
  for (const statement of program.body) {
    if (statement.type !== 'ExportNamedDeclaration' || statement.source) continue
    const { start } = statement
    for (const { local, exported, exportKind } of statement.specifiers) {
      const name = exported.type === 'Literal' ? exported.value : exported.name
      const isType = statement.exportKind === 'type' || exportKind === 'type' || declaresType(program, local)
      add(byName, { name, kind: isType ? 'type' : 'value', start })
    }
    if (!statement.declaration) continue
    const kind = isTypeDeclaration(statement.declaration) ? 'type' : 'value'
    for (const name of declaredNames(statement.declaration)) add(byName, { name, kind, start })
  }
  return [...byName.values()]
}

function add(byName: Map<string, ExportedName>, exported: ExportedName): void {
  if (exported.kind === 'value' || !byName.has(exported.name)) byName.set(exported.name, exported)
}

const isTypeDeclaration = ({ type }: Declaration): boolean =>
  type === 'TSInterfaceDeclaration' || type === 'TSTypeAliasDeclaration'

/** `export { A }` of an interface that stands above. */
const declaresType = (program: Program, local: { readonly type: string; readonly name?: string }): boolean =>
  program.body.some(
    (statement) =>
      (statement.type === 'TSInterfaceDeclaration' || statement.type === 'TSTypeAliasDeclaration') &&
      statement.id.name === local.name,
  )

export function declaredNames(declaration: Declaration): string[] {
  switch (declaration.type) {
    case 'VariableDeclaration':
      return declaration.declarations.flatMap(({ id }) => boundNames(id))
    case 'FunctionDeclaration':
    case 'ClassDeclaration':
    case 'TSInterfaceDeclaration':
    case 'TSTypeAliasDeclaration':
    case 'TSEnumDeclaration':
    case 'TSDeclareFunction':
      return declaration.id ? [declaration.id.name] : []
    default:
      return []
  }
}

function boundNames(pattern: BindingPattern): string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name]
    case 'ObjectPattern':
      return pattern.properties.flatMap((each) => boundNames(each.type === 'RestElement' ? each.argument : each.value))
    case 'ArrayPattern':
      return pattern.elements.flatMap((each) => {
        if (!each) return []
        return boundNames(each.type === 'RestElement' ? each.argument : each)
      })
    case 'AssignmentPattern':
      return boundNames(pattern.left)
  }
}
