import type { Workload } from '@fleet-auditor/model/workload.ts'
import { unknown, type Unknown } from '../../outcome.ts'
import { workloadSubject } from '../meshery.ts'
import { mainEnv } from './main-container.ts'

/** The value of a variable of a Server; undefined: it is not set, or set to nothing. */
interface KnownEnv {
  readonly value: string | undefined
}

/** A variable of the Server as far as it can be read: one that comes from elsewhere leaves its check unknown. */
export function serverEnv(server: Workload, name: string): KnownEnv | Unknown<never> {
  const env = mainEnv(server, name)
  if (!env || env.source === 'empty') return { value: undefined }
  if (env.source === 'literal' && env.value !== undefined) return { value: env.value }
  return unknown('undeclared', `${name} of ${server.name} comes from a ${origins[env.source]}, which is not read`, {
    subject: workloadSubject(server, { field: name }),
  })
}

const origins = {
  literal: 'value that is withheld',
  secret: 'Secret',
  'config-map': 'ConfigMap',
  field: 'field of its pod',
  empty: 'value that is empty',
} as const
