import type { z } from '@hono/zod-openapi'
import { Problem, problemTitle, problemType, type ProblemStatus } from './problem.ts'

/** Proof that nearly every route asks for. */
export const byToken = [{ token: [] }]
export const byNobody: never[] = []

/** Statuses that every route behind a token may answer with. */
const always = [400, 401, 403, 405, 414, 431, 500, 503, 504] as const
const open = [400, 405, 414, 431, 500, 504] as const

const problemResponse = (status: ProblemStatus) => ({
  description: problemTitle(status),
  content: { [problemType]: { schema: Problem } },
})

type Problems<S extends ProblemStatus> = { [K in S]: ReturnType<typeof problemResponse> }

/** Answers of these statuses. */
export function problems<S extends ProblemStatus>(statuses: readonly S[]): Problems<S> {
  // fromEntries forgets its keys' type
  return Object.fromEntries(statuses.map((status) => [status, problemResponse(status)])) as Problems<S>
}

const json = <T extends z.ZodType>(description: string, schema: T) => ({
  description,
  content: { 'application/json': { schema } },
})

/** What a route behind a token answers: its own, not changed (304), or a problem. */
export const answers = <T extends z.ZodType, S extends ProblemStatus = never>(
  description: string,
  schema: T,
  more: readonly S[] = [],
) => ({
  200: json(description, schema),
  304: { description: 'Not changed since the ETag of If-None-Match' },
  ...problems([...always, ...more]),
})

/** What a route for everybody answers. */
export const openAnswers = <T extends z.ZodType>(description: string, schema: T) => ({
  200: json(description, schema),
  ...problems(open),
})

export const accepted = <T extends z.ZodType>(description: string, schema: T) => ({
  202: {
    ...json(description, schema),
    headers: { Location: { description: 'Where the run is told of', schema: { type: 'string' as const } } },
  },
  ...problems([...always, 413, 415, 422, 429]),
})
