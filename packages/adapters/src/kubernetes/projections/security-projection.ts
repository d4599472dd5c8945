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

export function projectSecurity(context: z.infer<typeof securityObject>): SecurityFacts | undefined {
  if (!context) return undefined
  const { seccompProfile, capabilities, ...flags } = context
  return given({
    ...flags,
    seccomp: seccompProfile?.type,
    dropped: capabilities?.drop,
    added: capabilities?.add,
  })
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
