import type { Store } from '@fleet-auditor/audit/ports/store.ts'
import { RuleSet } from '@fleet-auditor/model/run.ts'
import pMemoize from 'p-memoize'

/**
 * Rule versions and waivers by run, each run read once: they never change. A run that is not stored yet may be stored
 * later.
 */
export function createJudgedBy(readRunSummary: Store['readRunSummary']): Pick<Store, 'rulesOf' | 'waiversOf'> {
  const judgedBy = pMemoize(
    async (id: string) => {
      const run = await readRunSummary(id)
      return run && { rules: RuleSet.parse(JSON.parse(run.ruleSet)), waivers: run.decisions?.waivers }
    },
    { shouldCache: (found) => found !== undefined },
  )
  return {
    rulesOf: async (run) => (await judgedBy(run))?.rules,
    waiversOf: async (run) => (await judgedBy(run))?.waivers ?? [],
  }
}
