import type { WrittenPlane } from '@fleet-auditor/model/fleet-file.ts'
import type { VerdictWord } from '@fleet-auditor/model/verdict.ts'
import type { KubernetesObject } from '@fleet-auditor/simulator/kubernetes/kubernetes-object.ts'
import type { AuditedWorld } from '../audited.ts'

/** A cluster that somebody reported in public, rebuilt from the facts of the report, and what is right of it. */
export interface PublicCase {
  /** What the reporter had. */
  readonly name: string
  /** The thread or the source that it is known from. */
  readonly source: string
  readonly place: AuditedWorld['place']
  readonly plane?: WrittenPlane
  readonly legacy?: true
  readonly objects: readonly KubernetesObject[]
  /** The right verdicts; several where either is right. */
  readonly expect: Readonly<Record<string, readonly VerdictWord[]>>
  /** Words that the text of a failure must hold, by check. */
  readonly names?: Readonly<Record<string, RegExp>>
}

/** A plane in the cluster. */
export const inside: WrittenPlane = { name: 'central', hosting: 'kubernetes', manages: [{}] }
