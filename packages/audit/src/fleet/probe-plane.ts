import type { Plane } from '@fleet-auditor/model/fleet-file.ts'
import { hostPort, splitHostPort, unbracketed } from '@fleet-auditor/model/host-port.ts'
import type { Observation, ProbeTarget } from '@fleet-auditor/model/observation.ts'
import type { Vantage } from '@fleet-auditor/model/vantage.ts'
import type { Ports } from '../ports/ports.ts'
import type { RunContext } from '../run-context.ts'
import { localVantages } from './declared.ts'

type Probing = Pick<RunContext, 'fleet' | 'limits' | 'signal'>

/** What each vantage sees of a plane's Server, then of the Remote Provider that the Server sends people to. */
export async function probePlane(
  plane: Plane,
  { fleet, limits, signal }: Probing,
  { prober }: Pick<Ports, 'prober'>,
): Promise<Observation[]> {
  const url = plane.url === undefined ? undefined : URL.parse(plane.url)
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return []
  const server = serverTarget(plane, url)
  const authorities = plane.authority ? { [hostPort(server.host, server.port)]: plane.authority } : {}
  // The Server asks GitHub before it answers for its version (meshery.md §6b).
  const common = { loopbackCluster: false, authorities, timeoutMs: 2 * limits.probeTimeoutMs }
  const from = async (vantage: Vantage): Promise<Observation[]> => {
    const control = controlOf(vantage)
    const seen = await prober.probe(
      { ...common, vantage, targets: [server, ...plainTarget(server), ...control] },
      signal,
    )
    const providers = providerTargets(plane, seen)
    if (providers.length === 0) return seen
    return [...seen, ...(await prober.probe({ ...common, vantage, targets: providers }, signal))]
  }
  return (await Promise.all(localVantages(fleet).map(from))).flat()
}

function serverTarget({ name }: Plane, url: URL): ProbeTarget {
  const scheme = url.protocol === 'http:' ? 'http' : 'https'
  const port = Number(url.port) || (scheme === 'http' ? 80 : 443)
  const path = url.pathname.replace(/\/+$/, '') || undefined
  return { kind: 'server', host: unbracketed(url.hostname), port, scheme, path, subject: { kind: 'Plane', name } }
}

/** Beside HTTPS at its usual port, people reach the same host at plain HTTP's. */
const plainTarget = ({ host, port, scheme, path, subject }: ProbeTarget): ProbeTarget[] =>
  scheme === 'https' && port === 443 ? [{ kind: 'plain', host, port: 80, path, subject }] : []

const controlOf = ({ control }: Vantage): ProbeTarget[] =>
  control === undefined ? [] : [{ kind: 'control', ...splitHostPort(control) }]

function providerTargets({ name }: Plane, seen: readonly Observation[]): ProbeTarget[] {
  const hosts = seen.flatMap(({ result }) => {
    const login = result.status === 'answered' ? result.server?.login : undefined
    return login && 'providerHost' in login && login.providerHost ? [login.providerHost] : []
  })
  return [...new Set(hosts)].flatMap((host): ProbeTarget[] => {
    const url = URL.parse(`https://${host}`)
    if (!url) return []
    const port = Number(url.port) || 443
    return [{ kind: 'provider', host: unbracketed(url.hostname), port, subject: { kind: 'Plane', name } }]
  })
}
