import type { Plan } from '../plan/plan-shape.ts'

export type Stage = 'dev' | 'production'

/** What a deployment promises, by name; each throws where a plan breaks it. */
export type Promises = Readonly<Record<string, (plan: Plan, stage: Stage) => void>>
