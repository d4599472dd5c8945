import { ItemState, type ItemAnswer, type RolledUpItem } from '@fleet-auditor/model/readiness.ts'
import { checklistMap, type MappedItem } from './checklist-map.ts'

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
