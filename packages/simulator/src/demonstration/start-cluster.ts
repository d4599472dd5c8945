import { startMonitoring } from '../broker-monitoring.ts'
import { startBroker } from '../broker.ts'
import { createAuthority, type CertificateAuthority } from '../certificates.ts'
import { startDelayProxy } from '../delay-proxy.ts'
import { bootstrapObjects } from '../kubernetes/bootstrap-objects.ts'
import type { KubernetesObject } from '../kubernetes/kubernetes-object.ts'
import { startKubernetes } from '../kubernetes/start-kubernetes.ts'
import type { User } from '../kubernetes/user.ts'
import { auditorBinding, auditorRole } from '../meshery/auditor-role.ts'
import { kubeSystem } from '../meshery/namespace.ts'
import { nodes } from '../meshery/nodes.ts'
import { auditorSubject } from './auditor.ts'
import { kubeletVersion, regionOf, roundTripTo } from './places.ts'
import { apiHostOf, uidIn, type Chapter, type LoadBalancerFront, type Story } from './story.ts'

/** The user that a bearer token authenticates, if any. */
export type Login = (token: string) => User | undefined

/** Where a vantage must dial instead: `host:port` to `host:port`, and addresses of names that lead nowhere. */
export interface Ways {
  readonly connectTo: Readonly<Record<string, string>>
  readonly resolve: Readonly<Record<string, readonly string[]>>
}

export interface RunningCluster {
  readonly caPem: string
  readonly ways: Ways
  close(): Promise<void>
}

interface Part {
  readonly port: number
  close(): Promise<void>
}

/** The discard port of 127.0.0.1: nothing listens there. */
const discardPort = 1

/** Starts one cluster as it is on one day: its API server, the distance to it, its load balancers. */
export async function startCluster(story: Story, chapter: Chapter, login: Login): Promise<RunningCluster> {
  const authority = await createAuthority(story.cluster)
  const parts: Part[] = []
  const add = async (starting: Promise<Part>): Promise<number> => {
    const part = await starting
    parts.push(part)
    return part.port
  }
  const connectTo: Record<string, string> = {}
  const api = await startApi(story, chapter, { authority, authenticate: login }, add)
  if (api !== undefined) connectTo[`${apiHostOf(story).toLowerCase()}:443`] = loopback(api)
  for (const front of chapter.fronts ?? []) Object.assign(connectTo, await startFront(front, add))
  const resolve = Object.fromEntries(
    (chapter.fronts ?? []).flatMap(({ host, addresses }) => (addresses ? [[host, addresses]] : [])),
  )
  const close = async (): Promise<void> => void (await Promise.all(parts.map((part) => part.close())))
  return { caPem: authority.caPem, ways: { connectTo, resolve }, close }
}

type Add = (starting: Promise<Part>) => Promise<number>

const loopback = (port: number): string => `127.0.0.1:${port}`

/** The port to dial; undefined where there is no way. */
async function startApi(
  story: Story,
  chapter: Chapter,
  { authority, authenticate }: { readonly authority: CertificateAuthority; readonly authenticate: Login },
  add: Add,
): Promise<number | undefined> {
  if (chapter.api === 'private' || chapter.api === 'gone') return undefined
  if (chapter.api === 'refuses') return discardPort
  const port = await add(
    startKubernetes({
      objects: objectsOf(story, chapter),
      users: {},
      authenticate,
      authority,
      names: [apiHostOf(story)],
      gitVersion: kubeletVersion,
      faults: chapter.api === 'hangs' ? [{ match: {}, behave: { kind: 'hang' } }] : [],
    }),
  )
  const rttMs = chapter.rttMs ?? roundTripTo(regionOf(story.place))
  return rttMs > 0 ? add(startDelayProxy({ target: port, rttMs })) : port
}

function objectsOf(story: Story, chapter: Chapter): readonly KubernetesObject[] {
  const { cloud } = story.place
  return [
    ...bootstrapObjects(),
    ...kubeSystem(uidIn(story, 'kube-system')),
    ...nodes(cloud, 3, { kubelet: kubeletVersion }),
    auditorRole(chapter.auditorRules),
    auditorBinding([auditorSubject[cloud]]),
    ...chapter.objects,
  ]
}

async function startFront({ host, broker }: LoadBalancerFront, add: Add): Promise<Record<string, string>> {
  if (!broker) return {}
  const client = await add(startBroker(broker))
  const monitoring = await add(startMonitoring({ version: broker.version }))
  return { [`${host}:4222`]: loopback(client), [`${host}:8222`]: loopback(monitoring) }
}
