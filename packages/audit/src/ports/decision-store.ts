import type { Decision, DecisionEvent } from '@fleet-auditor/model/decision.ts'

/** Waivers and attestations that people gave by the CLI or the API. Nothing is ever deleted. */
export interface DecisionStore {
  /** By id; those that ended too. */
  list(): Promise<Decision[]>
  find(id: string): Promise<Decision | undefined>
  /** False, and nothing is written: another event has this number already. */
  append(event: DecisionEvent): Promise<boolean>
}
