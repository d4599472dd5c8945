import { CST, isCollection, isScalar, Lexer, LineCounter, parseDocument, visit, type Alias, type Document } from 'yaml'

/** A mistake in a YAML text: lines and columns count from 1. */
interface YamlProblem {
  readonly line: number
  readonly column: number
  readonly code: keyof typeof sentences | 'syntax'
  readonly message: string
}

interface ReadYaml {
  readonly problems: readonly YamlProblem[]
  readonly document: Document
  readonly lines: LineCounter
  /** The document as plain data; `undefined` where there are problems. */
  readonly value: unknown
}

/** Keys and items. A kubeconfig of 1,600 contexts has as many. */
const mostEntries = 20_000
/** Tokens of the text, spaces and comments among them. */
const mostTokens = 250_000
const deepest = 64
const mostAliases = 100

const sentences = {
  'duplicate-key': 'Map keys must be unique',
  'too-many-entries': `more than ${mostEntries} keys and items, or more text than a file of so many has`,
  'too-deep': `nested deeper than ${deepest} levels`,
  'too-many-aliases': `more than ${mostAliases} aliases, or aliases that multiply each other`,
  'no-anchor': 'an alias of nothing before it, or of what it is a part of',
} as const

interface Found {
  readonly code: keyof typeof sentences
  readonly offset: number
}

/**
 * Reads a YAML (or JSON) text at a bounded cost: entries, nesting and aliases are counted in the tokens before anything
 * is built of them. The library's own search for keys that stand twice is quadratic (28 seconds for 60,000 keys), so it
 * is off, and made here in one pass.
 */
export function readYaml(text: string): ReadYaml {
  const lines = new LineCounter()
  const problemAt = (offset: number, code: YamlProblem['code'], message: string): YamlProblem => {
    const { line, col } = lines.linePos(offset)
    return { line, column: col, code, message }
  }
  const failed = (document: Document, found: readonly Found[]): ReadYaml => {
    const problems = found.map(({ offset, code }) => problemAt(offset, code, sentences[code]))
    return { problems, document, lines, value: undefined }
  }
  const tooMuch = measure(text, lines)
  if (tooMuch) return failed(parseDocument(''), [tooMuch])
  const document = parseDocument(text, { uniqueKeys: false, prettyErrors: false })
  const [error] = document.errors
  // What the lexer does not show is the nesting of blocks, in which the composer runs out of stack.
  if (error?.code === 'RESOURCE_EXHAUSTION') return failed(document, [{ code: 'too-deep', offset: error.pos[0] }])
  if (error) return { ...failed(document, []), problems: [problemAt(error.pos[0], 'syntax', error.message)] }
  const found = [...duplicatesIn(document), ...lostAliasesIn(document)]
  if (found.length > 0) return failed(document, found)
  try {
    return { problems: [], document, lines, value: document.toJS({ maxAliasCount: mostAliases }) }
  } catch (reason) {
    // The library gives up on aliases that multiply, and names no place.
    if (!(reason instanceof ReferenceError)) throw reason
    const [last] = aliasesIn(document).slice(-1)
    return failed(document, [{ code: 'too-many-aliases', offset: last?.alias.range?.[0] ?? 0 }])
  }
}

/** Where the tokens exceed what is read; `lines` learns where each line begins. */
function measure(text: string, lines: LineCounter): Found | undefined {
  let offset = 0
  let tokens = 0
  const open: ('map' | 'list')[] = []
  const counts = { entries: 0, aliases: 0 }
  for (let next = 0; next >= 0; next = text.indexOf('\n', next) + 1 || -1) lines.addNewLine(next)
  for (const token of new Lexer().lex(text)) {
    const kind = CST.tokenType(token)
    // A comma in a map stands between keys, which are counted by their colons.
    if (kind !== null && entryTokens.has(kind) && (kind !== 'comma' || open.at(-1) === 'list')) counts.entries += 1
    if (kind === 'alias') counts.aliases += 1
    if (kind === 'flow-map-start') open.push('map')
    if (kind === 'flow-seq-start') open.push('list')
    if (kind === 'flow-map-end' || kind === 'flow-seq-end') open.pop()
    tokens += 1
    if (counts.entries > mostEntries || tokens > mostTokens) return { code: 'too-many-entries', offset }
    if (counts.aliases > mostAliases) return { code: 'too-many-aliases', offset }
    if (open.length > deepest) return { code: 'too-deep', offset }
    // Control tokens stand for nothing in the text.
    if (!controls.has(token)) offset += token.length
  }
  return undefined
}

const entryTokens: ReadonlySet<string> = new Set(['map-value-ind', 'explicit-key-ind', 'seq-item-ind', 'comma'])
const controls: ReadonlySet<string> = new Set([CST.DOCUMENT, CST.FLOW_END, CST.SCALAR])

/** Keys that their map has already. */
function duplicatesIn(document: Document): Found[] {
  const found: Found[] = []
  visit(document, {
    Map: (_, map) => {
      const seen = new Set<unknown>()
      for (const { key } of map.items) {
        if (!isScalar(key)) continue
        if (seen.has(key.value)) found.push({ code: 'duplicate-key', offset: key.range?.[0] ?? 0 })
        seen.add(key.value)
      }
    },
  })
  return found
}

const lostAliasesIn = (document: Document): Found[] =>
  aliasesIn(document).flatMap(({ alias, isLost }) =>
    isLost ? { code: 'no-anchor', offset: alias.range?.[0] ?? 0 } : [],
  )

/** `isLost`: it names no anchor before it, or that of a node around it. */
function aliasesIn(document: Document): { readonly alias: Alias; readonly isLost: boolean }[] {
  const found: { alias: Alias; isLost: boolean }[] = []
  visit(document, {
    Alias: (_, alias, path) => {
      const isInside = path.some((node) => isCollection(node) && node.anchor === alias.source)
      found.push({ alias, isLost: isInside || alias.resolve(document) === undefined })
    },
  })
  return found
}
