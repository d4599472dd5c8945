import { canonical } from '@fleet-auditor/model/canonical.ts'
import type { Evidence } from '@fleet-auditor/model/verdict.ts'
import type { Check } from './define.ts'

/**
 * Evidence in the form that its check declares. Undefined where it has another one: it was written under an older rule,
 * or was too large to be stored.
 */
export function readEvidence(check: Check, evidence: Evidence): { readonly evidence: never } | undefined {
  const read = check.evidence.safeParse(evidence)
  // The registry forgets the type of each check's evidence; the check's own schema has just accepted this value.
  return read.success ? { evidence: read.data as never } : undefined
}

/** The part of the evidence whose change rewrites a finding, as one string; all of it where the check picks none. */
export function materialOf(check: Check | undefined, evidence: Evidence): string {
  const material = check?.material
  if (!material) return canonical(evidence)
  if (typeof material === 'function') {
    const read = readEvidence(check, evidence)
    return canonical(read ? material(read.evidence) : evidence)
  }
  return canonical(Object.fromEntries(Object.entries(evidence).filter(([name]) => material.includes(name))))
}
