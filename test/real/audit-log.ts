import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'

const auditEvent = z.object({
  auditID: z.string(),
  stage: z.string(),
  verb: z.string(),
  requestURI: z.string(),
  userAgent: z.string().optional(),
  user: z.object({ username: z.string().default(''), groups: z.array(z.string()).default([]) }),
  objectRef: z
    .object({
      apiGroup: z.string().optional(),
      resource: z.string().optional(),
      subresource: z.string().optional(),
      namespace: z.string().optional(),
      name: z.string().optional(),
    })
    .optional(),
  responseStatus: z.object({ code: z.number().optional() }).optional(),
})

/** One request as the API server saw it (audit.k8s.io/v1 Event), at the last stage it reached. */
export type AuditEvent = z.infer<typeof auditEvent>

const patienceMs = 10_000

/**
 * Every request that was sent before this call, in order of arrival. The log is written in that order and before a
 * request is handled, so a marker request that stands in it proves that everything earlier does too.
 */
export async function readAuditLog(file: string, ask: (path: string) => Promise<unknown>): Promise<AuditEvent[]> {
  const marker = `/version?marker=${randomUUID()}`
  await ask(marker)
  if (!existsSync(file)) throw new Error('this API server keeps no audit log: start it with `audit: true`')
  const deadline = performance.now() + patienceMs
  while (performance.now() < deadline) {
    const events = parse(await readFile(file, 'utf8'))
    if (events.some((event) => event.requestURI === marker)) {
      return events.filter((event) => !event.requestURI.startsWith('/version?marker='))
    }
    await pause(20)
  }
  throw new Error(`the audit log did not show the marker request within ${patienceMs} ms`)
}

function parse(text: string): AuditEvent[] {
  // the last line may be half written
  const lines = text.slice(0, text.lastIndexOf('\n') + 1).split('\n')
  const byRequest = new Map<string, AuditEvent>()
  for (const line of lines) {
    if (line === '') continue
    const event = auditEvent.parse(JSON.parse(line))
    byRequest.set(event.auditID, event)
  }
  return [...byRequest.values()]
}
