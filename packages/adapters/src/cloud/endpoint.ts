import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { Endpoints } from '@fleet-auditor/model/fleet-file.ts'
import { codeOf, fileTexts, readTextFile } from '../wire/text-file.ts'

/** Whether the vantage has a way (`resolve`, `connectTo`) to a host that the Internet has none to. */
export type HasPath = (host: string, port: number) => boolean

type Endpoint = NonNullable<Endpoints[keyof Endpoints]>

/** Where a cloud's API is when the fleet file moves it, with the PEM text of its authority. */
export interface ResolvedEndpoint {
  readonly url: URL
  readonly caPem?: string
}

/** Bytes of a file of authorities: a system's own has 220 KB. */
const longestAuthority = 2 ** 20

/** Reads the authority's file, a regular one. Throws AuditorError `config` when that cannot be read. */
export async function resolveEndpoint(name: keyof Endpoints, endpoint: Endpoint): Promise<ResolvedEndpoint> {
  const url = new URL(endpoint.url)
  if (endpoint.ca === undefined) return { url }
  try {
    return { url, caPem: await readTextFile(endpoint.ca, longestAuthority) }
  } catch (cause) {
    const code = codeOf(cause)
    const why = `${fileTexts.get(code) ?? 'cannot be opened'} (${code})`
    const sentence = `make ${endpoint.ca} (endpoints.${name}.ca of the fleet file) a readable PEM file`
    throw new AuditorError('config', `the authority of endpoints.${name} cannot be read: ${endpoint.ca} ${why}`, {
      place: endpoint.ca,
      reason: 'tool-error',
      grant: { kind: 'action', sentence },
      cause,
    })
  }
}

/** Azure's SDKs send tokens over TLS only. Throws AuditorError `config` for another URL. */
export function requireTls(name: keyof Endpoints, endpoint: ResolvedEndpoint): ResolvedEndpoint {
  if (endpoint.url.protocol === 'https:') return endpoint
  const sentence = `make endpoints.${name} of the fleet file an https URL`
  throw new AuditorError('config', `endpoints.${name} is not an https URL: ${endpoint.url.origin}`, {
    reason: 'tool-error',
    grant: { kind: 'action', sentence },
  })
}
