import { z } from 'zod'
import { Cause } from './cause.ts'

/**
 * The right or action that would settle what could not be known, in the words of the one who must give it:
 * `kubernetes` with verb, group and resource; a cloud with its action; `action` as a sentence when it is no right.
 */
export const Grant = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('kubernetes'),
    verbs: z.array(z.string()),
    group: z.string(),
    resource: z.string(),
    namespace: z.string().optional(),
  }),
  z.object({ kind: z.literal('cloud'), provider: z.enum(['aws', 'gcp', 'azure']), action: z.string() }),
  z.object({ kind: z.literal('action'), sentence: z.string() }),
])
export type Grant = z.infer<typeof Grant>

export const Failed = z.object({
  status: z.literal('failed'),
  cause: Cause,
  detail: z.string(),
  grant: Grant.optional(),
})
export type Failed = z.infer<typeof Failed>

/** `at` is the answering server's clock, ISO 8601. */
export interface Collected<T> {
  readonly status: 'collected'
  readonly value: T
  readonly at: string
}

/** One part of a snapshot. A list that could not be read to its end is `failed`, never short, never empty. */
export type Section<T> = Collected<T> | Failed

export const sectionOf = <T extends z.ZodType>(value: T) =>
  z.discriminatedUnion('status', [z.object({ status: z.literal('collected'), value, at: z.string() }), Failed])

export const collected = <T>(value: T, at: string): Collected<T> => ({ status: 'collected', value, at })

export const failed = (cause: Cause, detail: string, grant?: Grant): Failed =>
  grant ? { status: 'failed', cause, detail, grant } : { status: 'failed', cause, detail }
