import type { Evidence } from '@fleet-auditor/model/verdict.ts'

/** A value of the evidence as a word in a sentence; empty where it is absent. */
export function told(evidence: Evidence, name: string): string {
  const value = evidence[name]
  if (value === undefined || value === null) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** A list of the evidence as words; empty where it is absent or no list. */
export function toldList(evidence: Evidence, name: string): string[] {
  const value = evidence[name]
  if (!Array.isArray(value)) return []
  return value.map((word) => (typeof word === 'object' ? JSON.stringify(word) : String(word)))
}
