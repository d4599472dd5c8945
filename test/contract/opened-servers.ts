import type { KubernetesObject } from '@fleet-auditor/simulator/kubernetes/kubernetes-object.ts'
import { afterAll, beforeAll } from 'vitest'
import type { OpenedApi } from './opened-api.ts'
import type { Story } from './stories.ts'

/** Starts servers that hold the same objects: one alone, or a real one beside a simulated one. */
export type OpenServers = (objects: readonly KubernetesObject[]) => Promise<readonly OpenedApi[]>

/** Opens before the tests of a suite and closes after; the answer is only there within them. */
export function opened(open: OpenServers, objects: Story['objects']): () => readonly OpenedApi[] {
  let servers: readonly OpenedApi[] = []
  beforeAll(async () => {
    servers = await open(await objects())
  })
  afterAll(async () => {
    await Promise.all(servers.map((api) => api.close()))
  })
  return () => servers
}
