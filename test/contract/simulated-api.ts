import { createAuthority } from '@fleet-auditor/simulator/certificates.ts'
import { bootstrapObjects } from '@fleet-auditor/simulator/kubernetes/bootstrap-objects.ts'
import type { KubernetesObject } from '@fleet-auditor/simulator/kubernetes/kubernetes-object.ts'
import { type KubernetesOptions, startKubernetes } from '@fleet-auditor/simulator/kubernetes/start-kubernetes.ts'
import { kubeSystem } from '@fleet-auditor/simulator/meshery/namespace.ts'
import { auditor, type OpenedApi } from './opened-api.ts'

/** An empty cluster of the simulator with `objects` in it. */
export async function openSimulator(objects: readonly KubernetesObject[]): Promise<OpenedApi> {
  const { token, name, groups } = auditor
  const held = new Map<string, KubernetesObject>()
  const hold = (more: readonly KubernetesObject[]): readonly KubernetesObject[] => {
    for (const object of more) held.set(keyOf(object), object)
    return [...held.values()]
  }
  hold([...bootstrapObjects(), ...kubeSystem('uid-of-life'), ...objects])
  const authority = await createAuthority()
  const start = (more: Partial<KubernetesOptions> = {}) =>
    startKubernetes({
      objects: [...held.values()],
      users: { [token]: { name, groups } },
      anonymous: true,
      authority,
      ...more,
    })
  let api = await start()
  return {
    url: api.url,
    caPem: api.caPem,
    load: async (more) => api.replaceObjects(hold(more)),
    expirePages: async () => {
      const { port } = api
      await api.close()
      api = await start({ port, faults: [{ match: { path: 'continue=' }, behave: { kind: 'expired' } }] })
    },
    close: () => api.close(),
  }
}

const keyOf = ({ apiVersion, kind, metadata: { namespace = '', name } }: KubernetesObject): string =>
  [apiVersion, kind, namespace, name].join(' ')
