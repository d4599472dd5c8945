import { z } from 'zod'
import type { Plan } from './plan/plan-shape.ts'

/** Inputs of the one resource of a kind (`Table`, `Role`), by name where there are several. Throws when it is not one. */
export function inputsOf({ resources }: Plan, kind: string, name?: string): Record<string, unknown> {
  const found = resources.filter(
    (resource) =>
      resource.type.endsWith(`:${kind}`) &&
      resource.type.startsWith('aws:') &&
      (name ?? resource.name) === resource.name,
  )
  const [first, ...rest] = found
  if (first && rest.length === 0) return first.inputs
  throw new Error(`expected one ${name ?? kind} in the plan, found ${found.length}`)
}

const Policy = z
  .union([z.string().transform((text): unknown => JSON.parse(text)), z.unknown()])
  .pipe(z.object({ Statement: z.array(z.record(z.string(), z.unknown())) }))
const Role = z.object({ inlinePolicies: z.array(z.object({ policy: Policy })), assumeRolePolicy: Policy })

/** What a role may do. */
export const statementsOf = (plan: Plan, role: string): Record<string, unknown>[] =>
  Role.parse(inputsOf(plan, 'Role', role)).inlinePolicies.flatMap(({ policy }) => policy.Statement)

/** Who may become it. */
export const trustOf = (plan: Plan, role: string): unknown[] =>
  Role.parse(inputsOf(plan, 'Role', role)).assumeRolePolicy.Statement.map((statement) => statement['Principal'])

const Variables = z.object({ environment: z.object({ variables: z.record(z.string(), z.string()) }) })

/** Environment of the function, as Lambda would set it. */
export const variablesOf = (plan: Plan): Record<string, string> =>
  Variables.parse(inputsOf(plan, 'Function')).environment.variables
