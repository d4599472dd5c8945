import { join } from 'node:path'
import { z } from 'zod'
import { kubeBinaries } from './kube-binaries.ts'
import { startServerProcess } from './server-process.ts'
import { temporaryFolder } from './temporary-folder.ts'

export type Etcd = {
  readonly url: string
  /** Forgets every revision but the newest, at once: pages and watches of before are expired. */
  readonly compact: () => Promise<void>
  readonly close: () => Promise<void>
}

/** The store of API servers. Several may share one, each under its own prefix. Nothing is synced to disk. */
export async function startEtcd(): Promise<Etcd> {
  const { etcd } = await kubeBinaries()
  const folder = await temporaryFolder('etcd')
  try {
    const server = await startServerProcess({
      name: 'etcd',
      folder: folder.path,
      portCount: 2,
      command: ([client, peer]) => [etcd, ...etcdFlags(join(folder.path, 'data'), clientUrl(client), clientUrl(peer))],
      ready: async ([client]) => (await fetch(`${clientUrl(client)}/health`)).ok,
      withinMs: 30_000,
    })
    const url = clientUrl(server.ports[0])
    return {
      url,
      compact: () => compact(url),
      close: async () => {
        await server.close()
        await folder.remove()
      },
    }
  } catch (error) {
    await folder.remove()
    throw error
  }
}

function clientUrl(port: number | undefined): string {
  return `http://127.0.0.1:${port}`
}

function etcdFlags(data: string, client: string, peer: string): string[] {
  return [
    '--unsafe-no-fsync',
    `--data-dir=${data}`,
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=default=${peer}`,
    '--log-level=warn',
  ]
}

const kvAnswer = z.object({ header: z.object({ revision: z.string() }) })

async function compact(url: string): Promise<void> {
  const call = async (method: string, body: unknown) => {
    const answer = await fetch(`${url}/v3/kv/${method}`, { method: 'POST', body: JSON.stringify(body) })
    if (!answer.ok) throw new Error(`etcd ${method}: HTTP ${answer.status}: ${await answer.text()}`)
    return kvAnswer.parse(await answer.json())
  }
  const newest = (await call('range', { key: Buffer.from('none').toString('base64') })).header.revision
  await call('compaction', { revision: newest, physical: true })
}
