import type { Readiness } from '@fleet-auditor/model/readiness.ts'
import { csvRow } from '../cell-text.ts'
import { reasonsOf, stateWords } from './readiness-parts.ts'

const header = ['part', 'group', 'line', 'text', 'kind', 'target', 'team', 'state', 'was', 'read at', 'evidence']

/** One row for each target and item; an item that nothing answers is one row without a target. */
export function readinessCsv({ items, targets }: Readiness): string {
  const rows = items.flatMap((item) => {
    const { part, group, text } = item
    const front = [part, group, item.item, text]
    const answered = targets.flatMap((target) => {
      const answer = target.items.find((each) => each.item === item.item)
      if (!answer) return []
      const { kind, id, team = '', readAt = '' } = target
      const was = answer.was ? stateWords[answer.was] : ''
      return [[...front, kind, id, team, stateWords[answer.state], was, readAt, reasonsOf(answer).join(' | ')]]
    })
    return answered.length > 0 ? answered : [[...front, '', '', '', stateWords[item.state], '', '', item.reason ?? '']]
  })
  return [header, ...rows].map(csvRow).join('')
}
