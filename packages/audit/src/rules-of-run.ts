import { z } from 'zod'
import type { Store } from './ports/store.ts'

const RuleSet = z.record(z.string(), z.number())
export type RuleSet = Readonly<Record<string, number>>

/** Rule versions by run, read once per run: thousands of clusters were last audited by the same one. */
export function createRulesOfRun(store: Pick<Store, 'readRunSummary'>): (run: string) => Promise<RuleSet | undefined> {
  const known = new Map<string, Promise<RuleSet | undefined>>()
  const read = async (id: string): Promise<RuleSet | undefined> => {
    const run = await store.readRunSummary(id)
    return run ? RuleSet.parse(JSON.parse(run.ruleSet)) : undefined
  }
  return (id) => {
    const rules = known.get(id) ?? read(id)
    known.set(id, rules)
    return rules
  }
}
