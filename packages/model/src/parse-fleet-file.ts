import { isMap, isScalar, type Document } from 'yaml'
import type { z } from 'zod'
import { plainMessage, type FleetFileProblem } from './fleet-file-message.ts'
import { crossChecks } from './fleet-file-names.ts'
import { FleetFile } from './fleet-file.ts'
import { nearest } from './nearest.ts'
import { readYaml } from './yaml-text.ts'

type ParsedFleetFile =
  | { readonly ok: true; readonly fleet: FleetFile }
  | { readonly ok: false; readonly problems: readonly FleetFileProblem[] }

/** Reads a fleet file (YAML or JSON) and reports every mistake at once. `knownChecks` are the ids that may be named. */
export function parseFleetFile(text: string, knownChecks: readonly string[]): ParsedFleetFile {
  const { problems, document, lines, value } = readYaml(text)
  if (problems.length > 0) {
    const shown = problems.map(({ line, column, message }) => {
      return { line, column, path: '', message, excerpt: excerptOf(text, { line, column }) }
    })
    return { ok: false, problems: shown }
  }
  const at = (offset: number): Pick<FleetFileProblem, 'line' | 'column'> => {
    const { line, col } = lines.linePos(offset)
    return { line, column: col }
  }
  const read = FleetFile.safeParse(value ?? {}, {
    error: (issue) => plainMessage(issue, sourceOf(document, issue.path ?? [])),
  })
  const place = (path: readonly PropertyKey[]): FleetFileProblem => ({
    ...at(offsetOf(document, path)),
    path: pathLabel(path),
    message: '',
  })
  const mistaken = (read.error?.issues ?? []).flatMap((issue) => problemsOf(issue, place))
  const crossed = crossChecks(value, knownChecks).map(({ path, message }) => ({ ...place(path), message }))
  if (read.success && crossed.length === 0) return { ok: true, fleet: read.data }
  return { ok: false, problems: [...mistaken, ...crossed].toSorted((a, b) => a.line - b.line || a.column - b.column) }
}

type Place = (path: readonly PropertyKey[]) => FleetFileProblem

function problemsOf(issue: z.core.$ZodIssue, place: Place): FleetFileProblem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ ...place([...issue.path, key]), message: unknownKey(key, issue.path) }))
  }
  if (issue.code === 'invalid_union') return unionProblems(issue, place)
  return [{ ...place(issue.path), message: issue.message }]
}

/** One value or a list of them: what is wrong within the form that was written, else with both. */
function unionProblems(issue: z.core.$ZodIssueInvalidUnion, place: Place): FleetFileProblem[] {
  const within = issue.errors.find((branch) =>
    branch.every(({ code, path }) => code !== 'invalid_type' || path.length > 0),
  )
  if (!within) return [{ ...place(issue.path), message: issue.message }]
  return within.flatMap((inner) => problemsOf(inner, (path) => place([...issue.path, ...path])))
}

/** Characters of a line that are shown before the place and behind it. */
const excerptReach = 100

function excerptOf(text: string, { line, column }: Pick<FleetFileProblem, 'line' | 'column'>): string {
  const written = text.split('\n')[line - 1] ?? ''
  const from = Math.max(0, column - 1 - excerptReach)
  return `${written.slice(from, column + excerptReach).trimEnd()}\n${' '.repeat(column - 1 - from)}^`
}

/** A scalar as it stands in the file. */
function sourceOf(document: Document, path: readonly PropertyKey[]): string | undefined {
  const node: unknown = document.getIn(path, true)
  return isScalar(node) ? node.source : undefined
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
  for (const step of path) {
    label += typeof step === 'number' ? `[${step}]` : label === '' ? String(step) : `.${String(step)}`
  }
  return label
}
