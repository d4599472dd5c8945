import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import type { KubeApiServer } from './kube-api-server.ts'

/** How a kind is addressed, by the API server's own discovery. */
export type KubeResource = {
  /** `/api/v1` or `/apis/<group>/<version>`. */
  readonly root: string
  readonly plural: string
  readonly namespaced: boolean
  readonly hasStatus: boolean
}

const resourceList = z.object({
  resources: z.array(z.object({ name: z.string(), kind: z.string(), namespaced: z.boolean() })),
})
const patienceMs = 20_000

/** Finds kinds by discovery, asking once for each; waits a while for one that was only just defined. */
export function resourceFinder(server: KubeApiServer): (apiVersion: string, kind: string) => Promise<KubeResource> {
  const known = new Map<string, Promise<KubeResource>>()
  return (apiVersion, kind) => {
    const key = `${apiVersion} ${kind}`
    const found = known.get(key) ?? find(server, apiVersion, kind)
    known.set(key, found)
    return found
  }
}

async function find(server: KubeApiServer, apiVersion: string, kind: string): Promise<KubeResource> {
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`
  const deadline = performance.now() + patienceMs
  while (performance.now() < deadline) {
    const answer = await server.request({ path: root })
    const resources = answer.status === 200 ? resourceList.parse(answer.json()).resources : []
    const own = resources.find((resource) => resource.kind === kind && !resource.name.includes('/'))
    if (own !== undefined) {
      const hasStatus = resources.some((resource) => resource.name === `${own.name}/status`)
      return { root, plural: own.name, namespaced: own.namespaced, hasStatus }
    }
    await pause(50)
  }
  throw new Error(`the API server serves no ${kind} of ${apiVersion}`)
}
