import type { Owner } from '@fleet-auditor/model/target.ts'
import type { RulesOfRun } from '../cluster/audit-cluster.ts'
import type { NightRecord, Store } from '../ports/store.ts'
import type { EarlierNights } from './changes-of-run.ts'

/** Nights looked back at: a run's own (two, where a worker was doubled), and some before it. */
const lookBack = 8

/** An owner's night of this run, if it has one, and those before it. */
export async function nightsAround(
  owner: Owner,
  run: string,
  store: Pick<Store, 'readHistory'>,
  rulesOfRun: RulesOfRun,
): Promise<{ readonly night: NightRecord | undefined; readonly before: EarlierNights }> {
  const nights = await store.readHistory(owner, lookBack)
  const own = nights.filter((each) => each.run === run)
  const night = own.find(committed) ?? own[0]
  const earlier = nights.filter(
    (each) => each.run !== run && committed(each) && (night === undefined || each.takenAt <= night.takenAt),
  )
  const rules = earlier[0] && night && (await rulesOfRun(earlier[0].run))
  return { night, before: { owner, nights: earlier, rules } }
}

const committed = ({ row }: NightRecord): boolean => row.outcome !== 'superseded'
