import type { Hook } from '@hono/zod-openapi'
import type { ApiEnv } from '../api-deps.ts'
import { problem } from './problem.ts'

/** All mistakes of a request at once: 422 for a body, 400 for the rest. */
export const invalidRequest: Hook<unknown, ApiEnv, string, Response | undefined> = (result, c) => {
  if (result.success) return undefined
  const errors = result.error.issues.map(({ path, message }) => ({
    path: [result.target, ...path.map(String)].join('.'),
    message,
  }))
  return problem(c, result.target === 'json' ? 422 : 400, { errors })
}
