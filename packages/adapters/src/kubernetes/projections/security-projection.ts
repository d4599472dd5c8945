import type { ProbeFacts, SecurityFacts } from '@fleet-auditor/model/workload.ts'
import { z } from 'zod'
import { given, listOf } from './kubernetes-shapes.ts'
import { publicValue } from './public-value.ts'

const flag = z.boolean().nullish()

/** A securityContext, of a pod or a container. */
export const securityObject = z
  .object({
    privileged: flag,
    runAsNonRoot: flag,
    runAsUser: z.number().nullish(),
    allowPrivilegeEscalation: flag,
    readOnlyRootFilesystem: flag,
    seccompProfile: z.object({ type: z.string() }).nullish(),
    capabilities: z.object({ drop: listOf(z.string()), add: listOf(z.string()) }).nullish(),
  })
  .nullish()

/** An empty one is none: the API server puts `{}` into every pod that has none. */
export function projectSecurity(context: z.infer<typeof securityObject>): SecurityFacts | undefined {
  const { seccompProfile, capabilities, ...flags } = context ?? {}
  const facts = given({
    ...flags,
    seccomp: seccompProfile?.type,
    dropped: capabilities?.drop,
    added: capabilities?.add,
  })
  return Object.keys(facts).length === 0 ? undefined : facts
}

const seconds = z.number().nullish()

export const probeObject = z
  .object({
    httpGet: z.object({ path: z.string().nullish() }).nullish(),
    initialDelaySeconds: seconds,
    periodSeconds: seconds,
    failureThreshold: seconds,
  })
  .nullish()

/** The defaults are those of the API server, which fills them in itself. */
export function projectProbe(probe: z.infer<typeof probeObject>): ProbeFacts | undefined {
  if (!probe) return undefined
  const path = probe.httpGet ? publicValue(probe.httpGet.path ?? '/') : undefined
  return given({
    path,
    initialDelay: probe.initialDelaySeconds ?? 0,
    period: probe.periodSeconds ?? 10,
    failures: probe.failureThreshold ?? 3,
  })
}
