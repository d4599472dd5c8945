import type { House } from '../measures/figure.ts'
import { placeOf } from '../source.ts'
import type { Offence } from './offence.ts'

/** `import { b, type A }`, never `import { type A, b }`. Known by the file. */
export const typesLast = ({ sources, tests }: House): Offence[] =>
  [...sources, ...tests].flatMap((source) =>
    source.program.body.flatMap((statement) => {
      if (statement.type !== 'ImportDeclaration' || statement.importKind === 'type') return []
      const kinds = statement.specifiers.map((each) => each.type === 'ImportSpecifier' && each.importKind === 'type')
      const mixed = kinds.some((isType, at) => isType && kinds.slice(at).includes(false))
      return mixed ? [{ key: source.file, place: placeOf(source, statement) }] : []
    }),
  )
