/** The selector could not be read; the message is the API server's. */
export class SelectorError extends Error {
  override readonly name = 'SelectorError'
}

type LabelTest = (labels: Readonly<Record<string, string>>) => boolean

type Matcher = (value: string | undefined, values: readonly string[]) => boolean

const matchers: Readonly<Record<string, Matcher>> = {
  '=': (value, [wanted]) => value === wanted,
  '==': (value, [wanted]) => value === wanted,
  '!=': (value, [wanted]) => value !== wanted,
  in: (value, values) => value !== undefined && values.includes(value),
  notin: (value, values) => value === undefined || !values.includes(value),
}

const key = String.raw`[A-Za-z0-9](?:[-A-Za-z0-9_./]*[A-Za-z0-9])?`
const presence = new RegExp(`^(!?)\\s*(${key})$`)
const equality = new RegExp(`^(${key})\\s*(==|!=|=)\\s*([-A-Za-z0-9_.]*)$`)
const membership = new RegExp(`^(${key})\\s+(in|notin)\\s*\\(([^()]*)\\)$`)

/** Parses a label selector: `a=b,c!=d,e in (f,g),h notin (i),j,!k`. */
export function parseLabelSelector(text: string): LabelTest {
  const tests = splitRequirements(text).map(parseRequirement)
  return (labels) => tests.every((test) => test(labels))
}

/** Commas part requirements, except inside parentheses. */
const splitRequirements = (text: string): readonly string[] =>
  (text.match(/(?:\([^()]*\)|[^,(])+/g) ?? []).map((part) => part.trim()).filter(Boolean)

function parseRequirement(text: string): LabelTest {
  const present = presence.exec(text)
  if (present) {
    const [, negated, name = ''] = present
    return (labels) => Object.hasOwn(labels, name) !== (negated === '!')
  }
  const compared = equality.exec(text) ?? membership.exec(text)
  const [, name = '', operator = '', right = ''] = compared ?? []
  const matcher = matchers[operator]
  if (!matcher) {
    throw new SelectorError(
      `unable to parse requirement: found '${text.split(/\s+/)[1] ?? text}', expected: in, notin, =, ==, !=, gt, lt`,
    )
  }
  const values = right.split(',').map((value) => value.trim())
  return (labels) => matcher(Object.hasOwn(labels, name) ? labels[name] : undefined, values)
}

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
