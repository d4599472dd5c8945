import { isMap, isScalar, LineCounter, parseDocument, type Document } from 'yaml'
import type { z } from 'zod'
import { FleetFile } from './fleet-file.ts'
import { nearest } from './nearest.ts'

/** One mistake in a fleet file: where it is, and what was expected there. Lines and columns count from 1. */
export interface FleetFileProblem {
  readonly line: number
  readonly column: number
  /** `sources.aws[0].regions`; empty for the file as a whole. */
  readonly path: string
  readonly message: string
}

export type ParsedFleetFile =
  | { readonly ok: true; readonly fleet: FleetFile }
  | { readonly ok: false; readonly problems: readonly FleetFileProblem[] }

/** Reads a fleet file (YAML or JSON) and tells every mistake at once. `knownChecks` are the ids that may be named. */
export function parseFleetFile(text: string, knownChecks: readonly string[]): ParsedFleetFile {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false })
  const at = (offset: number): Pick<FleetFileProblem, 'line' | 'column'> => {
    const { line, col } = lines.linePos(offset)
    return { line, column: col }
  }
  if (document.errors.length > 0) {
    return { ok: false, problems: document.errors.map((e) => ({ ...at(e.pos[0]), path: '', message: e.message })) }
  }
  const read = FleetFile.safeParse(document.toJS() ?? {}, { reportInput: true })
  const place = (path: readonly PropertyKey[]): FleetFileProblem => ({
    ...at(offsetOf(document, path)),
    path: pathLabel(path),
    message: '',
  })
  if (!read.success) return { ok: false, problems: read.error.issues.flatMap((issue) => problemsOf(issue, place)) }
  const problems = crossChecks(read.data, knownChecks).map(({ path, message }) => ({ ...place(path), message }))
  return problems.length > 0 ? { ok: false, problems } : { ok: true, fleet: read.data }
}

type Place = (path: readonly PropertyKey[]) => FleetFileProblem

function problemsOf(issue: z.core.$ZodIssue, place: Place): FleetFileProblem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ ...place([...issue.path, key]), message: unknownKey(key, issue.path) }))
  }
  if (issue.code === 'invalid_value') {
    const words = issue.values.map(String)
    const given = typeof issue.input === 'string' ? issue.input : ''
    const near = nearest(given, words)
    const hint = near ? `; did you mean ${near}?` : ''
    return [{ ...place(issue.path), message: `expected one of ${words.join(', ')}${hint}` }]
  }
  return [{ ...place(issue.path), message: issue.message }]
}

function unknownKey(key: string, path: readonly PropertyKey[]): string {
  const keys = keysAt(path)
  const near = nearest(key, keys)
  const hint = near ? `; did you mean ${near}?` : keys.length > 0 ? `; known here: ${keys.join(', ')}` : ''
  return `unknown key ${key}${hint}`
}

/** The keys that the schema knows at a path, looking through arrays, defaults and optional members. */
function keysAt(path: readonly PropertyKey[]): string[] {
  let schema: z.core.$ZodType | undefined = FleetFile
  for (const step of path) {
    schema = bare(schema)
    const { def } = schema._zod
    if (typeof step === 'number' && 'element' in def) schema = (def as z.core.$ZodArrayDef).element
    else if ('shape' in def) schema = (def as z.core.$ZodObjectDef).shape[String(step)]
    else return []
    if (!schema) return []
  }
  const { def } = bare(schema)._zod
  return 'shape' in def ? Object.keys((def as z.core.$ZodObjectDef).shape) : []
}

function bare(schema: z.core.$ZodType): z.core.$ZodType {
  let inner = schema
  // Wrappers (default, optional, pipe) keep the schema they wrap under these names in zod's definition.
  for (;;) {
    const def = inner._zod.def as { innerType?: z.core.$ZodType; in?: z.core.$ZodType }
    const next = def.innerType ?? def.in
    if (!next) return inner
    inner = next
  }
}

interface CrossProblem {
  readonly path: readonly PropertyKey[]
  readonly message: string
}

/** What no single member can tell: names used twice, and names that are not there. */
function crossChecks(fleet: FleetFile, knownChecks: readonly string[]): CrossProblem[] {
  const planes = fleet.planes.map((plane) => plane.name)
  const problems = [
    ...duplicates('planes', planes),
    ...duplicates(
      'vantages',
      fleet.vantages.map((v) => v.name),
    ),
  ]
  for (const [index, vantage] of fleet.vantages.entries()) {
    for (const [n, plane] of vantage.standsFor.entries()) {
      if (!planes.includes(plane)) {
        problems.push({ path: ['vantages', index, 'standsFor', n], message: unknownName('plane', plane, planes) })
      }
    }
  }
  for (const list of ['waivers', 'checks'] as const) {
    for (const [index, { check }] of fleet[list].entries()) {
      if (!knownChecks.includes(check)) {
        problems.push({ path: [list, index, 'check'], message: unknownName('check', check, knownChecks) })
      }
    }
  }
  return problems
}

function duplicates(list: 'planes' | 'vantages', names: readonly string[]): CrossProblem[] {
  const problems: CrossProblem[] = []
  for (const [index, name] of names.entries()) {
    if (names.indexOf(name) < index)
      problems.push({ path: [list, index, 'name'], message: `${name} is declared twice` })
  }
  return problems
}

function unknownName(kind: string, name: string, known: readonly string[]): string {
  const near = nearest(name, known)
  return near ? `no ${kind} is called ${name}; did you mean ${near}?` : `no ${kind} is called ${name}`
}

/** Where the nearest written node of a path begins; for a key that is there, the key itself. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length--) {
    const parent = document.getIn(path.slice(0, length - 1), true)
    const step = path[length - 1]
    if (isMap(parent)) {
      const pair = parent.items.find((item) => isScalar(item.key) && item.key.value === step)
      if (pair && isScalar(pair.key) && pair.key.range) return pair.key.range[0]
    }
    const node: unknown = document.getIn(path.slice(0, length), true)
    if (isScalar(node) && node.range) return node.range[0]
    if (isMap(node) && node.range) return node.range[0]
  }
  return 0
}

function pathLabel(path: readonly PropertyKey[]): string {
  let label = ''
  for (const step of path)
    label += typeof step === 'number' ? `[${step}]` : label === '' ? String(step) : `.${String(step)}`
  return label
}
