import { randomUUID } from 'node:crypto'
import { auditor, type OpenedApi } from '../contract/opened-api.ts'
import type { Etcd } from './etcd.ts'
import { startKubeApiServer } from './kube-api-server.ts'
import { apply } from './kube-objects.ts'

/** An empty real cluster with `objects` in it. */
export async function openReal(objects: readonly unknown[], etcd: Etcd): Promise<OpenedApi> {
  const server = await startKubeApiServer({ users: [auditor], etcd })
  const load = (more: readonly unknown[]) => apply(server, more)
  try {
    await load(objects)
  } catch (error) {
    await server.close()
    throw error
  }
  const expirePages = async () => {
    // Only what is older than the newest revision can be forgotten.
    await server.kubectl(['create', 'configmap', `newer-${randomUUID()}`, '--namespace=default'])
    await server.expirePages()
  }
  return { url: server.url, caPem: server.caPem, load, expirePages, close: server.close }
}
