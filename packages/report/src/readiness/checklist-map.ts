import type { Check } from '@fleet-auditor/checks/define.ts'
import { allChecks } from '@fleet-auditor/checks/registry.ts'
import { attestables, type Attestable } from '@fleet-auditor/model/attestable.ts'
import { checklist, type ChecklistItem } from '@fleet-auditor/model/checklist.ts'

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
