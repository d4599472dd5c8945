import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import type { Effort } from '../effort.ts'
import { launcher } from '../launcher.ts'
import { atMost, type Line } from '../line.ts'
import { median } from '../median.ts'

const patienceMs = 20_000

/** From starting the process to its first connection to an API server, on an empty store, by a kubeconfig with a token. */
export async function cliStart({ runs }: Effort['start']): Promise<Line[]> {
  const folder = await mkdtemp(join(tmpdir(), 'fleet-auditor-bench-'))
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    const { port } = server.address() as AddressInfo // a listening TCP server has no other kind of address
    const kubeconfig = join(folder, 'kubeconfig')
    await writeFile(kubeconfig, kubeconfigTo(port))
    await startOnce(server, kubeconfig, join(folder, 'first')) // fills the compile cache, as any earlier run did
    const took: number[] = []
    for (let run = 0; run < runs; run += 1) took.push(await startOnce(server, kubeconfig, join(folder, `data-${run}`)))
    return [atMost('CLI: start to first request', median(took) / 1000, { limit: 0.5, unit: 's' })]
  } finally {
    server.close()
    await rm(folder, { recursive: true, force: true })
  }
}

const kubeconfigTo = (port: number): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'x',
    clusters: [{ name: 'x', cluster: { server: `https://127.0.0.1:${port}`, 'insecure-skip-tls-verify': true } }],
    users: [{ name: 'x', user: { token: 'none' } }],
    contexts: [{ name: 'x', context: { cluster: 'x', user: 'x' } }],
  })

/** Milliseconds. The server hangs up, so that the CLI ends by itself and leaves its compile cache behind. */
async function startOnce(server: Server, kubeconfig: string, data: string): Promise<number> {
  const connected = Promise.withResolvers<number>()
  server.on('connection', (socket) => {
    connected.resolve(performance.now())
    socket.destroy()
  })
  const args = [launcher, 'audit', '--kubeconfig', kubeconfig, '--context', 'x', '--data', data, '--quiet']
  const begun = performance.now()
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'], timeout: patienceMs })
  let complaint = ''
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()))
  child.once('exit', (code) =>
    connected.reject(new Error(`the CLI ended with ${code} and asked nothing: ${complaint}`)),
  )
  const ended = once(child, 'exit')
  try {
    return (await connected.promise) - begun
  } finally {
    await ended
    server.removeAllListeners('connection')
  }
}
