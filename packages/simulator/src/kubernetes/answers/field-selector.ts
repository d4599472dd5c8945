import { SelectorError } from './label-selector.ts'

/** What a field selector narrows a list to. Only the two fields every resource has; any other is an error, as in the real server. */
interface FieldSelection {
  readonly name?: string
  readonly namespace?: string
}

const fields: Readonly<Record<string, keyof FieldSelection>> = {
  'metadata.name': 'name',
  'metadata.namespace': 'namespace',
}

export function parseFieldSelector(text: string): FieldSelection {
  let selection: FieldSelection = {}
  for (const requirement of text.split(',').filter(Boolean)) {
    const [label = '', value = ''] = requirement.split(/={1,2}/)
    const field = fields[label]
    if (!field) throw new SelectorError(`field label not supported: ${label}`)
    selection = { ...selection, [field]: value }
  }
  return selection
}
