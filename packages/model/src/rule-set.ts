import { z } from 'zod'

/** Rule version of every check, by its id. */
export const RuleSet = z.record(z.string(), z.number())
export type RuleSet = Readonly<Record<string, number>>
