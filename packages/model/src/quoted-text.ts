import { printable } from './printable-text.ts'

/** Read of an outside text before anything is cut: no quote is as long. */
const longestRead = 16_384
/** Stands where a credential stood. */
const redacted = '[redacted]'
/** A shorter one would take ordinary words out of every sentence. */
const shortestCredential = 6

interface Quoting {
  /** Credentials in hand that the other side may repeat: tokens, passwords, keys. */
  readonly credentials?: readonly (string | undefined)[]
  /** Most characters of the quote. */
  readonly limit?: number
}

/**
 * What somebody else wrote (an answer, a header, an error, a plugin's stderr), fit to show, store and send: one line of
 * at most `limit` characters, without the credentials in hand and without whatever looks like one.
 */
export function quotedText(text: string, { credentials = [], limit }: Quoting = {}): string {
  const read = text.length > longestRead ? text.slice(0, longestRead).replace(/\S+$/, '') : text
  return printable(withoutCredentials(cutterOf(credentials)(read)), limit)
}

/** Replaces every spelling of these credentials in a text of any length, and nothing else. */
export function cutterOf(credentials: readonly (string | undefined)[]): (text: string) => string {
  const distinct = new Set(credentials.filter((one) => one !== undefined && one.length >= shortestCredential))
  // The longest first: a short credential may be a piece of a longer one.
  const ours = [...distinct].toSorted((a = '', b = '') => b.length - a.length)
  const spelled = ours.flatMap((credential = '') => [anyEscaped(credential), ...base64Pieces(credential)])
  return (text) => spelled.reduce<string>((rest, one) => rest.replaceAll(one, redacted), text)
}

/** The credential with each sign as it is or as URLs, forms, JSON and HTML escape it, in any mixture. */
const anyEscaped = (credential: string): RegExp =>
  new RegExp(Array.from(credential.toWellFormed(), (sign) => (/\w/.test(sign) ? sign : escapesOf(sign))).join(''), 'gu')

function escapesOf(sign: string): string {
  const hex = sign.charCodeAt(0).toString(16).padStart(2, '0')
  const inUrl = [encodeURIComponent(sign), `%${hex}`]
  const spelled = [
    ...inUrl.flatMap((code) => [code, code.toUpperCase(), code.toLowerCase()]),
    ...(sign === ' ' ? ['+'] : []),
    JSON.stringify(sign).slice(1, -1),
    // As Go's encoder writes JSON.
    `\\u00${hex}`,
    htmlEntities.get(sign) ?? sign,
    sign,
  ]
  return `(?:${spelled.map(literal).join('|')})`
}

/** A pattern of this text alone, whatever its signs mean in patterns. */
const literal = (text: string): string =>
  Array.from(text, (sign) => `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`).join('')

const htmlEntities: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
])

function base64Pieces(credential: string): string[] {
  let bytes = ''
  for (const byte of new TextEncoder().encode(credential)) bytes += String.fromCharCode(byte)
  return [0, 1, 2].flatMap((before) => {
    const encoded = btoa('\0'.repeat(before) + bytes).replaceAll('=', '')
    // The first and the last character also hold bits of what stands beside it.
    const piece = encoded.slice(before === 0 ? 0 : before + 1, -1)
    return [piece, piece.replaceAll('+', '-').replaceAll('/', '_')]
  })
}

const names =
  '\\bpass|password|passwd|pwd|passphrase|secret|token|api[-_]?key|access[-_]?key|private[-_]?key|key[-_]?data|credentials?|signature|sig|auth|session(?:[-_]?id)?'
const headers = 'authorization|cookie|x-api-key|x-auth-token|x-amz-security-token'
const schemes = 'bearer|basic|negotiate|digest'
const quotes = `["'\\\\]*`
const between = `${quotes}(?:\\s|%20)*[:=](?:\\s|%20)*[[]?${quotes}`

type Replacer = (found: string, ...groups: string[]) => string

const looksLikeOne: readonly (readonly [RegExp, string | Replacer])[] = [
  [/-----BEGIN [A-Z ]{1,40}-----[^-]*(?:-----END [A-Z ]{1,40}-----)?/g, redacted],
  [/\beyJ[\w-]{6,}(?:\.[\w-]*){0,4}/g, redacted],
  // The whole value of a header: a cookie holds several, a scheme may be of somebody's own.
  [
    new RegExp(`\\b((?:${headers})${between})((?:${schemes})\\b)?[^"'\\]<>\\r\\n]+`, 'gi'),
    (_, before: string, scheme?: string) => `${before}${scheme ? `${scheme} ` : ''}${redacted}`,
  ],
  [new RegExp(`\\b(${schemes})(\\s+|%20|\\+)(?!\\[redacted)[^\\s"'<>,;\\]]{4,}`, 'gi'), `$1 ${redacted}`],
  [new RegExp(`((?:${names})${quotes}\\s*[:=]\\s*\\\\?)"[^"\\\\]*`, 'gi'), `$1"${redacted}`],
  [new RegExp(`((?:${names})${quotes}\\s*[:=]\\s*)'[^']*`, 'gi'), `$1'${redacted}`],
  [
    new RegExp(`((?:${names})["']?\\s*[:=>]\\s*)(?!bearer |basic |\\[redacted|["'\\\\])[^\\s"'<>,;&]+`, 'gi'),
    `$1${redacted}`,
  ],
  [/\b(token )(?=\S*\d)[\w.~+/-]{12,}/gi, `$1${redacted}`],
  [/([?&][\w.[\]-]{1,40}=)[^\s&#"'<>]+/g, `$1${redacted}`],
  [/(?<![\w/.:-])[\w.%+-]{1,64}:[^\s@/:"'<>]{1,256}@(?!sha\d+:)(?=[\w.-])/g, `${redacted}@`],
  // Slack, GitHub, GitLab, npm, AWS, Google, EKS and this auditor's own.
  [/\b(?:xox[a-z]|xapp|xwfp)-[\w-]+|\bgh[a-z]_\w{16,}|\bglpat-[\w-]+|\b(?:AKIA|ASIA)[A-Z0-9]{12,}/g, redacted],
  [/\bgithub_pat_\w+|\bnpm_\w{30,}|\bsk-[\w-]{16,}/g, redacted],
  [/\bAIza[\w-]{20,}|\bya29\.[\w.-]+|\bk8s-aws-v1\.[\w-]+|\bfa_[\w-]{16,}/g, redacted],
  [/(hooks\.slack(?:-gov)?\.com(?:\/|%2F))[^\s"'<>]+/gi, `$1${redacted}`],
  // Long, and of mixed letters and digits as no word is. Digests and ids are of one case.
  [/(?<![\w+/=-])(?=[\w+-]*[a-z])(?=[\w+-]*[A-Z])(?=[\w+-]*\d)[\w+-]{32,}={0,2}/g, redacted],
  // A secret access key of AWS, which may have slashes in it as a path has.
  [/(?<![\w+/=-])(?=[\w+/]*[a-z])(?=[\w+/]*[A-Z])(?=[\w+/]*\d)[A-Za-z0-9+/]{40}(?![\w+/=-])/g, redacted],
]

function withoutCredentials(text: string): string {
  const urls = text.replace(/([a-z][a-z0-9+.-]{1,20}:)?\/\/[^\s"'<>]+/gi, withoutPrivateParts)
  return looksLikeOne.reduce(
    (rest, [pattern, instead]) =>
      typeof instead === 'string' ? rest.replace(pattern, instead) : rest.replace(pattern, instead),
    urls,
  )
}

/** A URL without user, password, query and fragment. A slash may stand in a password: all up to the last @ goes. */
function withoutPrivateParts(url: string): string {
  const start = url.indexOf('//') + 2
  const named = url.slice(start).replace(/[?#].*$/s, '')
  return url.slice(0, start) + named.slice(named.lastIndexOf('@') + 1)
}
