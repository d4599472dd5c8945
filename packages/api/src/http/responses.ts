import type { z } from '@hono/zod-openapi'
import { Problem, problemTitle, problemType, type ProblemStatus } from './problem.ts'

/** Security requirements: a token of this fleet, or none. */
export const byToken = [{ token: [] }]
export const withoutToken: never[] = []

/** Statuses that every route behind a token may answer with. */
const always = [400, 401, 403, 405, 414, 429, 431, 500, 503, 504] as const
const open = [400, 405, 414, 431, 500, 504] as const

const problemResponse = (status: ProblemStatus) => ({
  description: problemTitle(status),
  content: { [problemType]: { schema: Problem } },
})

type Problems<S extends ProblemStatus> = { [K in S]: ReturnType<typeof problemResponse> }

export function problems<S extends ProblemStatus>(statuses: readonly S[]): Problems<S> {
  // fromEntries forgets its keys' type
  return Object.fromEntries(statuses.map((status) => [status, problemResponse(status)])) as Problems<S>
}

/** The refusals of a route behind a token, and of an open one. */
export const tokenProblems = problems(always)
export const openProblems = problems(open)

export const json = <T extends z.ZodType>(description: string, schema: T, example: z.output<T>) => ({
  description,
  content: { 'application/json': { schema, example } },
})

/** What a route behind a token answers: its own, not changed (304), or a problem. `more`: statuses of its own. */
export const answers = <T extends z.ZodType, S extends ProblemStatus = never>(
  description: string,
  schema: T,
  example: z.output<T>,
  more: readonly S[] = [],
) => ({
  200: json(description, schema, example),
  304: { description: 'Not modified since the ETag in If-None-Match' },
  ...problems([...always, ...more]),
})
