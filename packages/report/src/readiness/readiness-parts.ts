import { checklistGroups, type ChecklistGroup } from '@fleet-auditor/model/checklist.ts'
import {
  ItemState,
  type ItemAnswer,
  type Readiness,
  type RolledUpItem,
  type TargetReadiness,
} from '@fleet-auditor/model/readiness.ts'
import { counted } from '../counted.ts'
import { safeText } from '../safe-text.ts'
import { waiverText } from '../waived-lines.ts'

export const stateWords: Readonly<Record<ItemState, string>> = {
  met: 'met',
  'not-met': 'not met',
  unknown: 'unknown',
  attested: 'attested',
  'not-applicable': 'not applicable',
}

/** One block of the report: a group of the checklist, the caveats, or the components. */
export interface ReadinessPart {
  readonly title: string
  readonly items: readonly RolledUpItem[]
}

/** In the order of the document. */
export function partsOf({ items }: Pick<Readiness, 'items'>): ReadinessPart[] {
  const lines = items.filter(({ part }) => part === 'line')
  const groups = Object.entries(checklistGroups) as [ChecklistGroup, string][] // its keys are the groups
  return [
    ...groups.map(([group, title]) => ({ title, items: lines.filter((item) => item.group === group) })),
    { title: 'Known caveats', items: items.filter(({ part }) => part === 'caveat') },
    { title: 'Components', items: items.filter(({ part }) => part === 'component') },
  ]
}

/** How many items have each state, in words, without those of which there are none: `12 met, 3 unknown`. */
export function stateCounts(items: readonly { readonly state: ItemState }[]): string {
  const order: readonly ItemState[] = ['met', 'attested', 'not-met', 'unknown', 'not-applicable']
  const parts = order.flatMap((state) => {
    const count = items.filter((item) => item.state === state).length
    return count === 0 ? [] : [`${count} ${stateWords[state]}`]
  })
  return parts.length === 0 ? 'nothing' : parts.join(', ')
}

/** How many lines of the checklist are done: met or attested, of those that apply. */
export function headline({ items }: Pick<Readiness, 'items'>): string {
  const lines = items.filter(({ part, state }) => part === 'line' && state !== 'not-applicable')
  const done = lines.filter(({ state }) => state === 'met' || state === 'attested').length
  return `${done} of ${counted(lines.length, 'line')} met or attested`
}

/** One target’s answer to an item. */
export interface TargetAnswer {
  readonly target: TargetReadiness
  readonly answer: ItemAnswer
}

/** Every target that answers an item, worst first. */
export function answersTo(item: string, targets: readonly TargetReadiness[]): TargetAnswer[] {
  const found = targets.flatMap((target) => {
    const answer = target.items.find((each) => each.item === item)
    return answer ? [{ target, answer }] : []
  })
  const rank = ({ answer }: TargetAnswer): number => ItemState.options.indexOf(answer.state)
  return found.toSorted((a, b) => rank(a) - rank(b))
}

/** What stands behind an answer, one text for each check and for the attestation; what passes or does not apply last. */
export function reasonsOf({ state, checks, attestation }: ItemAnswer): string[] {
  const grave = checks.filter(({ verdict }) => verdict === 'fail' || verdict === 'unknown')
  const shown = grave.length > 0 ? grave : checks
  const texts = shown.map(({ check, verdict, severity, text, answers, accepted }) => {
    const more = answers > 1 ? ` (and ${answers - 1} more)` : ''
    const until = accepted ? `, ${waiverText(accepted)}` : ''
    return safeText(`${check} ${verdict}${severity ? ` (${severity})` : ''}: ${text}${more}${until}`)
  })
  if (!attestation || (state === 'not-met' && grave.length > 0)) return texts
  const { id, by, on, until, evidence, note } = attestation
  if (attestation.state === 'missing') return [...texts, `${id}: not attested`]
  const what = `attested by ${by} on ${on}, ${attestation.state === 'valid' ? 'valid until' : 'expired after'} ${until}`
  const shownBy = [`${id}: ${what}`, evidence, note].filter((part) => part !== undefined)
  return [...texts, safeText(shownBy.join('; '))]
}
