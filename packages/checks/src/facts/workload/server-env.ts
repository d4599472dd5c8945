import type { Container, Workload } from '@fleet-auditor/model/workload.ts'
import { action, unknown, type Unknown } from '../../outcome.ts'
import { workloadSubject } from '../meshery.ts'
import { mainContainer } from './main-container.ts'

/** The value of a variable; undefined: it is not set, or set to nothing. */
interface KnownEnv {
  readonly value: string | undefined
}

/**
 * A variable of the container that does a workload's work. The kubelet takes `env` before `envFrom`, and of several
 * entries of one name the last; what a Secret, a ConfigMap or a field gives is not read, and `from` names it.
 */
export function variableOf(workload: Workload, name: string): KnownEnv | { readonly from: string } {
  const container = mainContainer(workload)
  const env = container?.env.findLast((each) => each.name === name)
  if (env?.source === 'empty') return { value: undefined }
  if (env?.source === 'literal' && env.value !== undefined) return { value: env.value }
  if (env) return { from: origins[env.source] }
  const sources = container ? sourcesOf(container, name) : []
  return sources.length === 0 ? { value: undefined } : { from: `${sources.join(' or ')} (envFrom)` }
}

/** A variable of the Server as far as it can be read: one that comes from elsewhere leaves its check unknown. */
export function serverEnv(server: Workload, name: string): KnownEnv | Unknown<never> {
  const variable = variableOf(server, name)
  if ('value' in variable) return variable
  return unknown('undeclared', `${name} of ${server.name} may come from ${variable.from}, which is not read`, {
    subject: workloadSubject(server, { field: name }),
    grant: action(`give ${name} as a value under env of the container: it comes before envFrom, and is read`),
  })
}

const origins = {
  literal: 'a value that is withheld',
  secret: 'a Secret',
  'config-map': 'a ConfigMap',
  field: 'a field of its pod',
} as const

/** What may give a container a variable of this name by `envFrom`. */
const sourcesOf = ({ envFrom = [] }: Container, name: string): string[] =>
  envFrom
    .filter(({ prefix = '' }) => name.startsWith(prefix) && name !== prefix)
    .map((source) => `${source.kind} ${source.name}`)
