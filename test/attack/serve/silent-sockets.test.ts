import type { Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { homeFolder, type HomeFolder } from '../../cli/setup/home-folder.ts'
import { startServing, type Serving } from '../../cli/setup/start-serving.ts'
import { openSocket } from './raw-client.ts'

let home: HomeFolder
let serving: Serving

beforeAll(async () => {
  home = await homeFolder()
  await home.write('fleet.yaml', 'sources: {kubeconfig: [{contexts: ["*"]}]}\n')
  serving = await startServing(home.home, ['--fleet', home.path('fleet.yaml'), '--every', 'never'])
})
afterAll(async () => {
  await serving[Symbol.asyncDispose]()
  await home[Symbol.asyncDispose]()
})

/** Half a request, and not one byte more; an error is the server's end of it. */
async function fallSilent(url: string): Promise<Socket> {
  const socket = await openSocket(url)
  socket.on('error', () => socket.destroy())
  socket.write('GET /v1/summary HTTP/1.1\r\nHost: localhost\r\n')
  return socket
}

/**
 * Throws where the answer takes longer than a container's health check waits. As a kubelet does, it opens a connection
 * for each check: one that was idle may be closed by the server at the moment that it is used again.
 */
async function healthz(): Promise<void> {
  const { status } = await fetch(`${serving.url}/healthz`, {
    headers: { connection: 'close' },
    signal: AbortSignal.timeout(5000),
  })
  expect(status).toBe(200)
}

it('520 silent connections of one address never lock out a health check, and are ended', async () => {
  const sockets = await Promise.all(Array.from({ length: 520 }, () => fallSilent(serving.url)))
  // Beyond the 10 s for headers, after which Node would leave each connection half closed.
  for (let seconds = 0; seconds < 16; seconds += 2) {
    await healthz()
    await pause(2000)
  }
  // A client that closes nothing learns of the end when it writes: an ended connection answers with a reset.
  const isEnded = async (): Promise<boolean> => {
    for (const socket of sockets) if (!socket.destroyed) socket.write('X')
    await pause(200)
    return sockets.every(({ destroyed }) => destroyed)
  }
  await expect.poll(isEnded, { timeout: 20_000, interval: 200 }).toBe(true)
  expect(serving.lines.some(({ kind }) => kind === 'connections-dropped')).toBe(true)
})

it('clients that never read their answers do not lock out a health check', async () => {
  const sockets = await Promise.all(
    Array.from({ length: 300 }, async () => {
      const socket = await fallSilent(serving.url)
      socket.pause()
      socket.write('\r\n')
      return socket
    }),
  )
  await healthz()
  for (const socket of sockets) socket.destroy()
  await healthz()
})
