import type { Target } from '@fleet-auditor/model/target.ts'
import type { RulesOfRun } from '../cluster/audit-cluster.ts'
import type { AuditRecord, Store } from '../ports/store.ts'
import type { EarlierNights } from './changes-of-run.ts'

/** Nights looked back at: a run's own (two, where a worker was doubled), and some before it. */
const lookBack = 8

/** An owner's night of this run, if it has one, and those before it. */
export async function nightsAround(
  target: Target,
  run: string,
  store: Pick<Store, 'readHistory'>,
  rulesOfRun: RulesOfRun,
): Promise<{ readonly night: AuditRecord | undefined; readonly before: EarlierNights }> {
  const nights = await store.readHistory(target, lookBack)
  const own = nights.filter((each) => each.run === run)
  const night = own.find(committed) ?? own[0]
  const earlier = nights.filter(
    (each) => each.run !== run && committed(each) && (night === undefined || each.takenAt <= night.takenAt),
  )
  const rules = earlier[0] && night && (await rulesOfRun(earlier[0].run))
  return { night, before: { target, nights: earlier, rules } }
}

const committed = ({ row }: AuditRecord): boolean => row.outcome !== 'superseded'
