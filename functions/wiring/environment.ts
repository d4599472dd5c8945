import process from 'node:process'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { z } from 'zod'

/** Secrets of SST must have a value; this one stands for none. */
const placeholder = 'none'
const remedy = 'deploy with infra/: it gives each function what it reads'

/**
 * The settings of a function from its environment, once per cold start. An empty variable is an absent one. Throws
 * AuditorError `config` for one that is missing or malformed.
 */
export function readSettings<S>(shape: z.ZodType<S>): S {
  const given = Object.entries(process.env).filter(([, value]) => value !== '' && value !== placeholder)
  const parsed = shape.safeParse(Object.fromEntries(given))
  if (parsed.success) return parsed.data
  const { path = [], message = '' } = parsed.error.issues[0] ?? {}
  const name = String(path[0])
  const isGiven = given.some(([variable]) => variable === name)
  const problem = isGiven ? `’s ${name} is not valid: ${message}` : ` lacks ${name}`
  throw new AuditorError('config', `the function’s environment${problem}`, { place: name, remedy })
}

/** A variable that holds JSON. */
export const json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    context.addIssue({ code: 'custom', message: 'expected JSON' })
    return z.NEVER
  }
})
