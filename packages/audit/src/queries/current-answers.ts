import type { StoredVerdict } from '@fleet-auditor/model/verdict.ts'
import type { AuditRecord, Store } from '../ports/store.ts'

/** An answer, and the record that holds it. */
interface CurrentAnswer {
  readonly verdict: StoredVerdict
  readonly record: AuditRecord
}

type CurrentAnswers = (records: readonly AuditRecord[]) => Promise<CurrentAnswer[]>

/**
 * The last answers to each check among records of one target, newest first. A run of some checks (`--only`) leaves
 * out the others: their answers are those of the run before. Runs are read once for as many targets as are asked for.
 */
export function currentAnswers({ readRunSummary }: Pick<Store, 'readRunSummary'>): CurrentAnswers {
  const asked = new Map<string, Promise<readonly string[] | undefined>>()
  const askedIn = (run: string): Promise<readonly string[] | undefined> => {
    const known = asked.get(run) ?? readRunSummary(run).then((summary) => summary?.checks)
    asked.set(run, known)
    return known
  }
  return async (records) => {
    const answers: CurrentAnswer[] = []
    const answered = new Set<string>()
    for (const record of records) {
      if (record.row.outcome === 'superseded') continue
      for (const verdict of record.verdicts) if (!answered.has(verdict.check)) answers.push({ verdict, record })
      const checks = await askedIn(record.run)
      if (checks === undefined) return answers
      for (const check of checks) answered.add(check)
    }
    return answers
  }
}
