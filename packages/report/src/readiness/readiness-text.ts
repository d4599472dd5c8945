import type { ItemState, Readiness, RolledUpItem } from '@fleet-auditor/model/readiness.ts'
import { counted, listed } from '../counted.ts'
import type { Paint } from '../paint.ts'
import { safeText, shortened } from '../safe-text.ts'
import {
  answersTo,
  headline,
  partsOf,
  reasonsOf,
  stateCounts,
  stateWords,
  type TargetAnswer,
} from './readiness-parts.ts'

interface TextOptions {
  readonly paint: Paint
  /** Every target and its reasons, instead of the first few names. */
  readonly verbose: boolean
}

const marks: Readonly<Record<ItemState, string>> = {
  met: '✓',
  attested: '✓',
  'not-met': '✗',
  unknown: '?',
  'not-applicable': '·',
}
const wordWidth = 14
/** Letters of the one reason that is shown; --verbose shows all. */
const longestReason = 160
/** Names of targets behind one line. */
const named = 4

/** The readiness report for a terminal. */
export function readinessText(report: Readiness, options: TextOptions): string {
  const { paint } = options
  const blocks = partsOf(report).map(({ title, items }) => [
    `${paint.bold(title)}  ${paint.dim(stateCounts(items))}`,
    ...items.flatMap((item) => itemLines(item, report, options)),
  ])
  return `${[headLines(report, paint), ...blocks].map((lines) => lines.join('\n')).join('\n\n')}\n`
}

function headLines(report: Readiness, paint: Paint): string[] {
  const clusters = report.targets.filter(({ kind }) => kind === 'cluster')
  const planes = report.targets.length - clusters.length
  const unread = clusters.filter((each) => each.unread !== undefined)
  const about = `${counted(clusters.length, 'cluster')}, ${counted(planes, 'management plane')}`
  const head = [paint.bold(`${safeText(report.fleet)} · readiness · ${time(report.at)} · ${about}`), headline(report)]
  if (unread.length > 0) {
    const names = listed(
      unread.map(({ name }) => safeText(name)),
      named,
    )
    head.push(paint.bad(`${counted(unread.length, 'cluster')} not read, whose lines are unknown: ${names}`))
  }
  return [...head, ...changeLines(report)]
}

function changeLines({ items, since }: Readiness): string[] {
  if (since === undefined) return []
  const changed = items.filter(({ was }) => was !== undefined)
  const words = changed.map(({ item, state, was }) => `${item} ${was && stateWords[was]} → ${stateWords[state]}`)
  return [`since ${time(since)}: ${words.length === 0 ? 'no line changed' : words.join('; ')}`]
}

const time = (iso: string): string => `${iso.slice(0, 16).replace('T', ' ')} UTC`

function itemLines(item: RolledUpItem, { targets }: Readiness, { paint, verbose }: TextOptions): string[] {
  const { state, text, reason } = item
  const word = `${marks[state]} ${stateWords[state]}`.padEnd(wordWidth + 2)
  const line = `  ${painted(state, word, paint)} ${text}`
  if (reason !== undefined) return [line, `${indent}${paint.dim(reason)}`]
  const answers = answersTo(item.item, targets)
  const grave = answers.filter(({ answer }) => answer.state === state)
  if (verbose) return [line, ...answers.flatMap((answer) => verboseLines(answer, paint))]
  if (state === 'met' || state === 'not-applicable') return [line]
  const names = listed(
    grave.map(({ target }) => safeText(target.name)),
    named,
  )
  const [first] = grave
  const why = first ? shortened(reasonsOf(first.answer)[0] ?? '', longestReason) : ''
  return [line, `${indent}${paint.dim(`${names}: ${why}`)}`]
}

const indent = ' '.repeat(wordWidth + 5)

const verboseLines = ({ target, answer }: TargetAnswer, paint: Paint): string[] => [
  `${indent}${safeText(target.name)}: ${stateWords[answer.state]}${answer.was ? `, was ${stateWords[answer.was]}` : ''}`,
  ...reasonsOf(answer).map((reason) => `${indent}  ${paint.dim(reason)}`),
]

function painted(state: ItemState, word: string, paint: Paint): string {
  if (state === 'not-met') return paint.bad(word)
  return state === 'met' || state === 'attested' ? paint.good(word) : paint.dim(word)
}
