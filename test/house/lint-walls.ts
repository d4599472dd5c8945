import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parseSync, type Expression, type Node } from 'oxc-parser'
import { z } from 'zod'
import { root } from './sources.ts'

const RestrictedImports = z.object({ patterns: z.array(z.object({ group: z.array(z.string()).optional() })) })
const Config = z.object({
  overrides: z.array(
    z.object({
      files: z.array(z.string()),
      rules: z.object({ 'no-restricted-imports': z.tuple([z.string(), RestrictedImports]).optional() }),
    }),
  ),
})

/** By the files they are about, what the walls in lint let in: `@fleet-auditor/<what>`. */
export function lintWalls(): Map<string, string[]> {
  const { overrides } = Config.parse(readCommented(path.join(root, '.oxlintrc.json')))
  const walls = new Map<string, string[]>()
  for (const { files, rules } of overrides) {
    const [, restricted] = rules['no-restricted-imports'] ?? []
    const group = restricted?.patterns.flatMap((pattern) => pattern.group ?? []) ?? []
    const lets = group.filter((each) => each.startsWith('!')).map((each) => each.slice('!@fleet-auditor/'.length))
    if (restricted) for (const each of files) walls.set(each, lets)
  }
  return walls
}

/** JSON with comments is JavaScript: the parser that is here reads it. */
function readCommented(file: string): unknown {
  const { program } = parseSync('commented.js', `(${readFileSync(file, 'utf8')})`)
  const [statement] = program.body
  if (statement?.type !== 'ExpressionStatement') throw new Error(`${file} holds no object`)
  return valueOf(statement.expression)
}

function valueOf(node: Expression | Node | null): unknown {
  switch (node?.type) {
    case 'ParenthesizedExpression':
      return valueOf(node.expression)
    case 'Literal':
      return node.value
    case 'ArrayExpression':
      return node.elements.map(valueOf)
    case 'ObjectExpression':
      return Object.fromEntries(
        node.properties.map((property) => {
          if (property.type !== 'Property') throw new Error('a spread in JSON')
          return [valueOf(property.key), valueOf(property.value)]
        }),
      )
    default:
      throw new Error(`${node?.type ?? 'a hole'} in JSON`)
  }
}
