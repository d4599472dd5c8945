import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { runCommand } from '../run-command.ts'

export interface ChartRepository {
  readonly url: string
  readonly close: () => Promise<void>
}

/** A chart repository on loopback with the charts of a folder, packed into another one by helm itself. */
export async function startChartRepository(helm: string, charts: string, into: string): Promise<ChartRepository> {
  const env = { PATH: '/usr/bin:/bin', HOME: into }
  await runCommand(helm, ['package', path.join(charts, 'meshery'), '--destination', into], { env })
  await runCommand(helm, ['repo', 'index', into], { env })
  const server = createServer((request, response) => {
    readFile(path.join(into, path.basename(request.url ?? ''))).then(
      (body) => response.end(body),
      () => response.writeHead(404).end(),
    )
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  // A server that listens on TCP has an address of this form.
  const { port } = server.address() as AddressInfo
  const close = () =>
    new Promise<void>((resolve, reject) => {
      server.close((error) => (error ? reject(error) : resolve()))
      server.closeAllConnections()
    })
  return { url: `http://127.0.0.1:${port}`, close }
}
