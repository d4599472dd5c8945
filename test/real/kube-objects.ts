import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import type { ApiAnswer, ApiRequest } from './https-request.ts'
import type { KubeApiServer } from './kube-api-server.ts'
import { resourceFinder } from './kube-resources.ts'
import type { KubeResource } from './kube-resources.ts'

const ownerReference = z.looseObject({ uid: z.string() })

/** Any object of the Kubernetes API, of which only what loading needs is looked at. */
export const kubeObject = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string().optional(),
    uid: z.string().optional(),
    ownerReferences: z.array(ownerReference).optional(),
  }),
  spec: z.looseObject({}).optional(),
  status: z.unknown().optional(),
})
export type KubeObject = z.infer<typeof kubeObject>

const serverOwned = ['uid', 'resourceVersion', 'managedFields', 'creationTimestamp', 'generation', 'ownerReferences']
// the API server itself writes the status of these
const selfManagedStatus = ['CustomResourceDefinition', 'Namespace']
const applied = z.object({ metadata: z.object({ uid: z.string() }) })
const patienceMs = 20_000

/**
 * Creates or updates objects, written by hand or captured from a cluster, in any order: namespaces and definitions
 * first, then the rest as given; statuses through their subresource. What a server assigns (uid, revision, ClusterIP)
 * is assigned again; an owner reference follows its owner's new uid when the owner came before in the same list, else
 * it is dropped.
 */
export async function apply(server: KubeApiServer, objects: readonly unknown[]): Promise<void> {
  const find = resourceFinder(server)
  const newUids = new Map<string, string>()
  const parsed = objects.map((object) => kubeObject.parse(object))
  for (const object of parsed.toSorted((a, b) => rank(a) - rank(b))) {
    const resource = await find(object.apiVersion, object.kind)
    const uid = await applyOne(server, resource, object, newUids)
    if (object.metadata.uid !== undefined) newUids.set(object.metadata.uid, uid)
    if (object.kind === 'CustomResourceDefinition') await established(server, object.metadata.name)
  }
}

function rank(object: KubeObject): number {
  const first = ['Namespace', 'CustomResourceDefinition'].indexOf(object.kind)
  return first === -1 ? 2 : first
}

async function applyOne(
  server: KubeApiServer,
  resource: KubeResource,
  object: KubeObject,
  newUids: ReadonlyMap<string, string>,
): Promise<string> {
  const path = pathOf(resource, object)
  const { status, ...rest } = cleaned(object, newUids)
  const patch = { method: 'PATCH', path: `${path}?fieldManager=fleet-auditor-test&force=true`, body: rest } as const
  const answer = await accepted(server, { ...patch, headers: { 'content-type': 'application/apply-patch+yaml' } })
  if (status !== undefined && resource.hasStatus && !selfManagedStatus.includes(object.kind)) {
    const headers = { 'content-type': 'application/merge-patch+json' }
    await accepted(server, { method: 'PATCH', path: `${path}/status`, headers, body: { status } })
  }
  return applied.parse(answer.json()).metadata.uid
}

function pathOf(resource: KubeResource, object: KubeObject): string {
  const { name, namespace = 'default' } = object.metadata
  const scope = resource.namespaced ? `/namespaces/${namespace}` : ''
  return `${resource.root}${scope}/${resource.plural}/${encodeURIComponent(name)}`
}

function cleaned(object: KubeObject, newUids: ReadonlyMap<string, string>): KubeObject {
  const unassigned = Object.entries(object.metadata).filter(([key]) => !serverOwned.includes(key))
  const owners = (object.metadata.ownerReferences ?? []).flatMap((owner) => {
    const uid = newUids.get(owner.uid)
    return uid === undefined ? [] : [{ ...owner, uid }]
  })
  const metadata = { ...Object.fromEntries(unassigned), name: object.metadata.name, ownerReferences: owners }
  return { ...object, metadata, ...(object.kind === 'Service' && { spec: withoutClusterIp(object.spec ?? {}) }) }
}

function withoutClusterIp(spec: Record<string, unknown>): Record<string, unknown> {
  if (spec['clusterIP'] === 'None') return spec
  const { clusterIP: _address, clusterIPs: _addresses, ...rest } = spec
  return rest
}

/** A definition that was just established is served a moment later: until then 404. */
async function accepted(server: KubeApiServer, asked: ApiRequest): Promise<ApiAnswer> {
  const deadline = performance.now() + patienceMs
  for (;;) {
    const answer = await server.request(asked)
    if (answer.status < 300) return answer
    if (answer.status !== 404 || performance.now() > deadline) {
      throw new Error(`${asked.method} ${asked.path}: HTTP ${answer.status}: ${answer.text.slice(0, 1000)}`)
    }
    await pause(50)
  }
}

async function established(server: KubeApiServer, name: string): Promise<void> {
  const definition = `crd/${name}`
  await server.kubectl(['wait', '--for=condition=Established', definition, `--timeout=${patienceMs / 1000}s`])
}
