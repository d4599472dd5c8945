import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { describeWith } from './available.ts'
import { startEtcd } from './etcd.ts'
import type { Etcd } from './etcd.ts'
import { startKubeApiServer } from './kube-api-server.ts'
import { apply, kubeObject } from './kube-objects.ts'
import type { KubeObject } from './kube-objects.ts'
import { installObjects } from './manifests.ts'

const workloads = ['Deployment', 'StatefulSet', 'Broker', 'MeshSync', 'Service', 'ServiceAccount']
const list = z.object({ items: z.array(kubeObject) })

function names(objects: readonly KubeObject[]): string[] {
  return objects
    .filter((object) => workloads.includes(object.kind) && object.metadata.namespace === 'meshery')
    .map((object) => `${object.kind}/${object.metadata.name}`)
    .toSorted()
}

describeWith(['kubernetes', 'meshery-manifests'], 'captured Meshery installs', () => {
  let etcd: Etcd
  beforeAll(async () => {
    etcd = await startEtcd()
  })
  afterAll(() => etcd?.close())

  it.each(['server-only', 'modern', 'legacy'] as const)('%s is loaded and listed back', async (install) => {
    const server = await startKubeApiServer({ users: [], etcd })
    try {
      const objects = await installObjects(install)
      await apply(server, objects)
      const kinds = install === 'server-only' ? workloads.filter((kind) => !/Broker|MeshSync/.test(kind)) : workloads
      const listed = await server.kubectl(['get', kinds.join(','), '--namespace=meshery', '--output=json'])
      const found = list.parse(JSON.parse(listed)).items
      expect(names(found)).toEqual(names(objects))
      expect(found.filter(hasLostItsStatus(objects))).toEqual([])
    } finally {
      await server.close()
    }
  })

  it('keeps an owner that was loaded before, under its new uid', async () => {
    const server = await startKubeApiServer({ users: [], etcd })
    try {
      await apply(server, await installObjects('modern'))
      const get = async (what: string) =>
        kubeObject.parse(JSON.parse(await server.kubectl(['get', what, '--namespace=meshery', '--output=json'])))
      const broker = await get('broker/meshery-broker')
      const set = await get('statefulset/meshery-nats')
      expect(set.metadata.ownerReferences).toEqual([expect.objectContaining({ uid: broker.metadata.uid })])
    } finally {
      await server.close()
    }
  })
})

/** Whether a captured object has conditions and the loaded one has not the same. */
function hasLostItsStatus(objects: readonly KubeObject[]): (loaded: KubeObject) => boolean {
  const conditions = z.looseObject({ conditions: z.array(z.unknown()).optional() }).optional()
  return (loaded) => {
    const source = objects.find(
      (object) => object.kind === loaded.kind && object.metadata.name === loaded.metadata.name,
    )
    const [before, after] = [source, loaded].map((object) => conditions.parse(object?.status)?.conditions?.length ?? 0)
    return before !== after
  }
}
