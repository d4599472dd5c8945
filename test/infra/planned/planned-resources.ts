import { readFileSync } from 'node:fs'
import path from 'node:path'
import { deployedFleet } from '@fleet-auditor/audit/access/deployed-fleet.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { z } from 'zod'
import { root } from '../plan/places.ts'
import type { Plan, Resource } from '../plan/plan-shape.ts'

/** Every resource of a kind (`Function`, `Role`) of AWS. */
export const resourcesOf = ({ resources }: Plan, kind: string): Resource[] =>
  resources.filter(({ type }) => type.endsWith(`:${kind}`) && type.startsWith('aws:'))

/** The one resource of a kind (`Table`, `Role`), by name where there are several. Throws when it is not one. */
export function resourceOf(plan: Plan, kind: string, name?: string): Resource {
  const [first, ...rest] = resourcesOf(plan, kind).filter((resource) => (name ?? resource.name) === resource.name)
  if (first && rest.length === 0) return first
  throw new Error(`expected one ${name ?? kind} in the plan, found ${first ? rest.length + 1 : 0}`)
}

export const inputsOf = (plan: Plan, kind: string, name?: string): Record<string, unknown> =>
  resourceOf(plan, kind, name).inputs

const Policy = z
  .union([z.string().transform((text): unknown => JSON.parse(text)), z.unknown()])
  .pipe(z.object({ Statement: z.array(z.record(z.string(), z.unknown())) }))
const Role = z.object({ inlinePolicies: z.array(z.object({ policy: Policy })), assumeRolePolicy: Policy })

/** What a role may do. */
export const statementsOf = (plan: Plan, role: string): Record<string, unknown>[] =>
  Role.parse(inputsOf(plan, 'Role', role)).inlinePolicies.flatMap(({ policy }) => policy.Statement)

/** Who may become it. */
export const trustOf = (plan: Plan, role: string): Record<string, unknown>[] =>
  Role.parse(inputsOf(plan, 'Role', role)).assumeRolePolicy.Statement

const Variables = z.object({ environment: z.object({ variables: z.record(z.string(), z.string()) }) })

/** Environment of a component's function, as Lambda would set it. */
export const variablesOf = (plan: Plan, component: string): Record<string, string> =>
  Variables.parse(inputsOf(plan, 'Function', `${component}Function`)).environment.variables

/** Components of all functions in the plan. */
export const functionsOf = (plan: Plan): string[] =>
  resourcesOf(plan, 'Function')
    .map(({ name }) => name.replace(/Function$/, ''))
    .toSorted()

/** The fleet that a plan was made for, from the root of the project. */
export const fleetOf = (file: string): FleetFile => deployedFleet(readFileSync(path.join(root, file), 'utf8'), file)
