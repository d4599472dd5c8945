import type { Check } from '@fleet-auditor/checks/define.ts'
import { allChecks } from '@fleet-auditor/checks/registry.ts'
import { attestables, type Attestable } from '@fleet-auditor/model/attestable.ts'
import { checklist, type ChecklistItem } from '@fleet-auditor/model/checklist.ts'
import { ItemState, type ItemAnswer, type RolledUpItem } from '@fleet-auditor/model/readiness.ts'

/** An item of the checklist with everything that answers it. */
export interface MappedItem {
  readonly item: ChecklistItem
  readonly checks: readonly Check[]
  /** At most one for each kind of target. */
  readonly attestables: readonly Attestable[]
}

const answering = (item: ChecklistItem, given: readonly Attestable[]): readonly Attestable[] =>
  given.filter(({ answers }) => answers.includes(item.id))

/** Every item in the order of the document, made of what the checks and attestations themselves declare. */
export const checklistMap: readonly MappedItem[] = checklist.map((item) => ({
  item,
  checks: allChecks.filter(({ answers }) => answers.includes(item.id)),
  attestables: answering(item, attestables),
}))

/** Every item of the checklist over several targets: its state is the worst that any of them has. */
export function rollUpItems(answers: readonly (readonly ItemAnswer[])[], unanswered: Unanswered): RolledUpItem[] {
  const byItem = Map.groupBy(answers.flat(), ({ item }) => item)
  return checklistMap.map((mapped) => rollUp(mapped, byItem.get(mapped.item.id) ?? [], unanswered))
}

/** What an item comes to that no target answers. */
export type Unanswered = Required<Pick<RolledUpItem, 'state' | 'reason'>>

function rollUp(
  { item, checks, attestables }: MappedItem,
  answers: readonly ItemAnswer[],
  unanswered: Unanswered,
): RolledUpItem {
  const { id, part, group, text } = item
  const answeredBy = [...checks, ...attestables].map((each) => each.id)
  const rolled = { item: id, part, group, text, answeredBy }
  if (answers.length === 0) return { ...rolled, ...unanswered, targets: {} }
  const states = answers.map(({ state }) => state)
  const state = worstOf(states)
  const was = worstOf(answers.map((answer) => answer.was ?? answer.state))
  const targets = Object.fromEntries(
    ItemState.options.flatMap((each) => {
      const count = states.filter((one) => one === each).length
      return count === 0 ? [] : [[each, count]]
    }),
  )
  return { ...rolled, state, was: was === state ? undefined : was, targets }
}

const worstOf = (states: readonly ItemState[]): ItemState =>
  ItemState.options.find((state) => states.includes(state)) ?? 'unknown'
