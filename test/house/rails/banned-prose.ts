import type { House } from '../measures/figure.ts'
import { placeOf } from '../source.ts'
import type { Offence } from './offence.ts'

/** Words of prose that an engineer on call reads twice, with what is meant. Ordinary meanings are in `ordinary`. */
const insteadOf = {
  night: 'run, nightly schedule',
  nights: 'runs, records',
  tell: 'report, print, notify',
  tells: 'reports, prints, notifies',
  told: 'reported, printed, notified',
  says: 'names, shows, gives',
  kept: 'stored, retained',
  handed: 'passed, given',
  leg: 'signal',
  legs: 'signals',
  mend: 'fix',
  mends: 'fixes',
  mended: 'fixed',
  photograph: 'snapshot, collect',
  photographed: 'collected',
  ailment: 'missing grant',
  ailments: 'missing grants',
  wish: 'request',
  wishes: 'requests',
  door: 'entry point',
  doors: 'entry points',
  whoever: 'who exactly',
  nobody: 'none, no vantage, no waiver',
  hears: 'receives',
  standing: 'open, unchanged',
} as const
type BannedWord = keyof typeof insteadOf

const banned = new RegExp(String.raw`\b(?:${Object.keys(insteadOf).join('|')})\b`, 'gi')
const ordinary = /\bat night\b/gi
/** In Markdown, what is code or a name: blocks, spans, targets of links. */
const code = /^(?:```|~~~)[\s\S]*?^(?:```|~~~)|`[^`\n]*`|\]\([^)\n]*\)/gm

/** Such words in comments of the sources and in documents. Known by word and file. */
export function bannedProse({ sources, pages }: House): Offence[] {
  return [
    ...sources.flatMap((source) =>
      source.comments.flatMap((comment) => offences(comment.value, source.file, placeOf(source, comment))),
    ),
    ...pages.flatMap(({ file, text }) => (file.endsWith('.md') ? offences(text.replace(code, ''), file, file) : [])),
  ]
}

function offences(prose: string, file: string, place: string): Offence[] {
  const words = prose.replace(ordinary, '').match(banned) ?? []
  return words.map((found) => {
    const word = found.toLowerCase() as BannedWord // the pattern is made of these
    return { key: `${word} in ${file}`, place: `${place} (${insteadOf[word]})` }
  })
}
