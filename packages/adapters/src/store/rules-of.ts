import type { Store } from '@fleet-auditor/audit/ports/store.ts'
import { RuleSet } from '@fleet-auditor/model/run.ts'
import pMemoize from 'p-memoize'

/** Rule versions by run, each read once: they never change. A run that is not stored yet may be stored later. */
export const createRulesOf = (readRunSummary: Store['readRunSummary']): Store['rulesOf'] =>
  pMemoize(
    async (id: string) => {
      const run = await readRunSummary(id)
      return run && RuleSet.parse(JSON.parse(run.ruleSet))
    },
    { shouldCache: (rules) => rules !== undefined },
  )
