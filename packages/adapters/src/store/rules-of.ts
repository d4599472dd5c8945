import type { Store } from '@fleet-auditor/audit/ports/store.ts'
import { RuleSet } from '@fleet-auditor/model/run.ts'

/** Rule versions by run, each read once: they never change. A read that fails is not remembered. */
export function createRulesOf(readRunSummary: Store['readRunSummary']): Store['rulesOf'] {
  const known = new Map<string, Promise<RuleSet | undefined>>()
  const read = async (id: string): Promise<RuleSet | undefined> => {
    const run = await readRunSummary(id)
    return run && RuleSet.parse(JSON.parse(run.ruleSet))
  }
  return (id) => {
    const rules = known.get(id) ?? read(id)
    known.set(id, rules)
    // A run that is not stored yet may be stored later.
    rules.then(
      (found) => found ?? known.delete(id),
      () => known.delete(id),
    )
    return rules
  }
}
