import { MomentWord } from '@fleet-auditor/model/moment.ts'
import { z, type Hook } from '@hono/zod-openapi'
import type { ApiEnv } from '../api-deps.ts'
import { problem } from './problem.ts'

/** A whole number in the query, within its limits. */
export const countParam = (usual: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,4}$/, `expected a whole number from 1 to ${most}`)
    .transform(Number)
    .pipe(z.number().int().min(1).max(most))
    .default(usual)
    .openapi({ type: 'integer', minimum: 1, maximum: most, default: usual })

/** Words of a list: the parameter repeated, or one with commas. */
export const listParam = <T extends z.ZodType>(word: T) =>
  z.preprocess(
    (value) =>
      typeof value === 'string' ? value.split(',') : Array.isArray(value) ? value.flatMap(splitWords) : value,
    z.array(word).min(1).max(20),
  )

const splitWords = (value: unknown): unknown[] => (typeof value === 'string' ? value.split(',') : [value])

/** A name as clusters, regions, planes and teams have them. */
export const nameParam = z.string().min(1).max(512)

export const cursorParam = z.string().min(1).max(2048)

export const flagParam = z.enum(['true', 'false']).transform((word) => word === 'true')

/** An instant, or a day, which begins at midnight UTC; passed on as an instant in UTC. */
export const sinceParam = z
  .union([z.iso.datetime({ offset: true }), z.iso.date()])
  .transform((text) => new Date(text).toISOString())
  // An offset may lead out of the years that sort as text, and what sorts before all would widen the list.
  .refine((instant) => /^\d{4}-/.test(instant), 'expected an instant of the years 0000 to 9999')

/** A moment as people name it, the word itself: how long ago is counted from when the request is served. */
export const momentParam = z.union(MomentWord.options).openapi({ type: 'string' })

/** All mistakes of a request at once: 422 for a body, 400 for the rest. */
export const invalidRequest: Hook<unknown, ApiEnv, string, Response | undefined> = (result, c) => {
  if (result.success) return undefined
  const errors = result.error.issues.map(({ path, message }) => ({
    path: [result.target, ...path.map(String)].join('.'),
    message,
  }))
  return problem(c, result.target === 'json' ? 422 : 400, { errors })
}
