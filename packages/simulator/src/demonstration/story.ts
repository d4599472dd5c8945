import { createHash } from 'node:crypto'
import { uidOf, type KubernetesObject } from '../kubernetes/kubernetes-object.ts'
import type { RoleRule } from '../meshery/rbac.ts'
import { regionOf, type Place } from './places.ts'

/** 1: the baseline. 2: the next day, which every later run meets too. */
export type Day = 1 | 2

/** A load balancer's outside: the host in the Service's status, and what answers behind it on 4222 and 8222. */
export interface LoadBalancerFront {
  readonly host: string
  /** Addresses of its name, in place of DNS. Only for names that lead to no server of the demonstration. */
  readonly addresses?: readonly string[]
  /** Absent: nothing listens. */
  readonly broker?: { readonly auth: boolean; readonly version: string }
}

/** One cluster on one day. */
export interface Chapter {
  /** What its API server holds beside nodes and system namespaces. */
  readonly objects: readonly KubernetesObject[]
  /** `gone`: listed, but no longer there when it is asked for. `private`: no path leads to it. */
  readonly api?: 'hangs' | 'refuses' | 'gone' | 'private'
  /** The control-plane endpoint admits everybody. */
  readonly open?: boolean
  /** Milliseconds between the plane and the API server; absent: what its region is away. */
  readonly rttMs?: number
  /** Rights of the auditor; absent: all it needs. */
  readonly auditorRules?: readonly RoleRule[]
  readonly fronts?: readonly LoadBalancerFront[]
}

/** One cluster of the demonstration and what happens to it. */
export interface Story {
  readonly name: string
  /** One sentence for a person. */
  readonly about: string
  readonly cluster: string
  readonly place: Place
  /** `unlisted`: its cloud does not name it any more. */
  chapter(day: Day): Chapter | 'unlisted'
}

/** A cluster that its cloud lists that day, with the authority of its API server. */
export interface Listed {
  readonly story: Story
  readonly chapter: Chapter
  readonly caPem: string
}

/** The host of a cluster's API server, as its cloud would name it; always 443. Google's are from TEST-NET-3. */
export function apiHostOf({ cluster, place }: Story): string {
  const seed = createHash('sha256').update(`${place.cloud}/${cluster}`).digest()
  switch (place.cloud) {
    case 'eks':
      return `${seed.toString('hex').slice(0, 32).toUpperCase()}.gr7.${regionOf(place)}.eks.amazonaws.com`
    case 'gke':
      return `203.0.113.${10 + ((seed[0] ?? 0) % 200)}`
    case 'aks':
      return `${cluster}-dns.hcp.${place.location}.azmk8s.io`
  }
}

/** A UID that stays the same every day; `what` distinguishes those of one cluster. */
export const uidIn = ({ cluster, place }: Story, what: string): string => uidOf(`${what}/${place.cloud}/${cluster}`)
