import { canonical } from '@fleet-auditor/model/canonical.ts'
import type { Target } from '@fleet-auditor/model/target.ts'
import { subjectOf, type StoredVerdict } from '@fleet-auditor/model/verdict.ts'
import type { FleetStore } from '../ports/fleet-store.ts'
import type { AuditRecord } from '../ports/store.ts'
import { currentAnswers } from './current-answers.ts'

type StoredAnswer = Extract<StoredVerdict, { verdict: 'unknown' }>

/** A check that the last record of a target left without an answer. */
export interface StoredUnknown extends Pick<StoredAnswer, 'check' | 'cause' | 'detail' | 'grant' | 'subject'> {
  readonly target: Target
  /** The run that could not answer it last, and when. */
  readonly run: string
  readonly takenAt: string
  /** The first run of those in a row that could not; of the last ten. */
  readonly since: { readonly run: string; readonly takenAt: string }
}

/** Records looked back at for `since`. */
const lookBack = 10

type ReadUnknowns = (target: Target) => Promise<StoredUnknown[] | undefined>

/** Reads what is unanswered of a target; undefined: no run recorded anything of it. */
export function storedUnknowns(store: Pick<FleetStore, 'pages' | 'readRunSummary'>): ReadUnknowns {
  const answersIn = currentAnswers(store)
  return async (target) => {
    const records = (await store.pages.records(target, lookBack)).filter(({ row }) => row.outcome !== 'superseded')
    if (records.length === 0) return undefined
    const unknowns: StoredUnknown[] = []
    for (const { verdict, record } of await answersIn(records)) {
      if (verdict.verdict !== 'unknown') continue
      const { check, cause, detail, grant, subject } = verdict
      const { run, takenAt } = record
      unknowns.push({
        target,
        check,
        cause,
        detail,
        grant,
        subject,
        run,
        takenAt,
        since: sinceOf(verdict, record, records),
      })
    }
    return unknowns
  }
}

/** The oldest of the records in a row that left it open; one of a run without this check is passed over. */
function sinceOf(answer: StoredAnswer, last: AuditRecord, records: readonly AuditRecord[]): StoredUnknown['since'] {
  const key = keyOf(answer)
  let first = last
  for (const record of records) {
    const answers = record.verdicts.filter(({ check }) => check === answer.check)
    if (answers.length === 0) continue
    if (!answers.some((each) => each.verdict === 'unknown' && keyOf(each) === key)) break
    first = record
  }
  return { run: first.run, takenAt: first.takenAt }
}

/** The cause may change while the check stays without an answer: that is another reason, with a start of its own. */
const keyOf = (answer: StoredAnswer): string => canonical([answer.check, answer.cause, subjectOf(answer) ?? null])
