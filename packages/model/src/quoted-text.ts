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
  const ours = credentials.flatMap((credential) => (credential ? spellings(credential) : []))
  // The longest first: a short credential may be a piece of a longer one.
  const without = ours
    .toSorted((a, b) => b.length - a.length)
    .reduce((rest, one) => rest.replaceAll(one, redacted), read)
  return printable(withoutCredentials(without), limit)
}

/** Raw, as in a URL, and as in base64 wherever it begins in what was encoded. */
function spellings(credential: string): string[] {
  if (credential.length < shortestCredential) return []
  return [credential, encodeURIComponent(credential.toWellFormed()), ...base64Pieces(credential)]
}

function base64Pieces(credential: string): string[] {
  const bytes = String.fromCodePoint(...new TextEncoder().encode(credential.slice(0, longestRead)))
  return [0, 1, 2].flatMap((before) => {
    const encoded = btoa('\0'.repeat(before) + bytes).replaceAll('=', '')
    // The first and the last character also hold bits of what stands beside it.
    const piece = encoded.slice(before === 0 ? 0 : before + 1, -1)
    return [piece, piece.replaceAll('+', '-').replaceAll('/', '_')]
  })
}

const names =
  'password|passwd|pwd|passphrase|secret|token|api[-_]?key|access[-_]?key|private[-_]?key|credentials?|signature|sig|auth|session'

const looksLikeOne: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]{1,40}-----[^-]*(?:-----END [A-Z ]{1,40}-----)?/g, redacted],
  [/\beyJ[\w-]{6,}(?:\.[\w-]*){1,4}/g, redacted],
  [/\b(bearer|basic|negotiate|digest)(\s+|%20)[^\s"'<>,;]{4,}/gi, `$1 ${redacted}`],
  [
    /\b(authorization|cookie|set-cookie|x-api-key)(["']?\s*[:=]\s*["']?)(?!bearer|basic)[^\s"'<>,;]+/gi,
    `$1$2${redacted}`,
  ],
  [new RegExp(`((?:${names})["']?\\s*[:=]\\s*["']?)(?!bearer |basic )[^\\s"'<>,;&]+`, 'gi'), `$1${redacted}`],
  // Slack, GitHub, GitLab, AWS, Google, EKS and this auditor's own.
  [/\b(?:xox[a-z]|xapp|xwfp)-[\w-]+|\bgh[a-z]_\w{16,}|\bglpat-[\w-]+|\b(?:AKIA|ASIA)[A-Z0-9]{12,}/g, redacted],
  [/\bAIza[\w-]{20,}|\bya29\.[\w.-]+|\bk8s-aws-v1\.[\w-]+|\bfa_[\w-]{16,}/g, redacted],
  [/hooks\.slack\.com\/[^\s"'<>]+/g, `hooks.slack.com/${redacted}`],
  // Long, and of mixed letters and digits as no word is. Digests and ids are of one case.
  [/(?<![\w+/=-])(?=[\w+-]*[a-z])(?=[\w+-]*[A-Z])(?=[\w+-]*\d)[\w+-]{32,512}={0,2}/g, redacted],
]

function withoutCredentials(text: string): string {
  const urls = text.replace(/([a-z][a-z0-9+.-]{1,20}:)?\/\/[^\s"'<>]+/gi, withoutPrivateParts)
  return looksLikeOne.reduce((rest, [pattern, instead]) => rest.replace(pattern, instead), urls)
}

/** A URL without user, password, query and fragment. A slash may stand in a password: all up to the last @ goes. */
function withoutPrivateParts(url: string): string {
  const start = url.indexOf('//') + 2
  const named = url.slice(start).replace(/[?#].*$/s, '')
  return url.slice(0, start) + named.slice(named.lastIndexOf('@') + 1)
}
