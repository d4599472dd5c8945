import { stringify } from 'yaml'
import { escaped } from '../json-text.ts'

/** YAML whose every character shows: in double quotes where some would act on a terminal. */
export function yamlText(value: unknown): string {
  const plain = stringify(value, { lineWidth: 0, aliasDuplicateObjects: false })
  if (escaped(plain) === plain) return plain
  const quoted = { defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'QUOTE_DOUBLE' } as const
  return escaped(stringify(value, { lineWidth: 0, aliasDuplicateObjects: false, ...quoted }))
}
