import type { Subject } from '@fleet-auditor/model/subject.ts'
import type { Workload } from '@fleet-auditor/model/workload.ts'
import { z } from 'zod'
import type { Unknown } from '../../outcome.ts'
import { workloadSubject } from '../meshery.ts'
import { serverEnv } from './server-env.ts'

/** What is stored of OTEL_CONFIG, which may hold headers: whether it names an endpoint, and whether TLS is off. */
export const Tracing = z.strictObject({ tracing: z.enum(['not set', 'no endpoint', 'secure', 'insecure']) })
type Tracing = z.infer<typeof Tracing>

interface ServerTracing extends Tracing {
  readonly subject: Subject
}

/** How a Server sends traces, or why that is not known. */
export function tracingOf(server: Workload): ServerTracing | Unknown<never> {
  const config = serverEnv(server, 'OTEL_CONFIG')
  if ('verdict' in config) return config
  return { subject: workloadSubject(server), ...Tracing.parse({ tracing: config.value ?? 'not set' }) }
}
