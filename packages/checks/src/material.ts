import { canonical } from '@fleet-auditor/model/canonical.ts'
import type { Evidence } from '@fleet-auditor/model/verdict.ts'

/** The part of the evidence whose change rewrites a finding, as one string; all of it where the check names none. */
export function materialOf(check: { readonly material?: readonly string[] }, evidence: Evidence): string {
  const { material } = check
  if (!material) return canonical(evidence)
  return canonical(Object.fromEntries(Object.entries(evidence).filter(([name]) => material.includes(name))))
}
