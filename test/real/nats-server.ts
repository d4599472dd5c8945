import { writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { built } from './cache.ts'
import { makeAuthority } from './certificates.ts'
import { runCommand } from './run-command.ts'
import { startServerProcess } from './server-process.ts'
import { temporaryFolder } from './temporary-folder.ts'

const installed = 'github.com/nats-io/nats-server/v2@v2.15.2'
const host = '127.0.0.1'

/** `plain` lets anybody in, `token` asks for a token, `tls` starts TLS after the INFO line and lets anybody in. */
export type NatsMode = 'plain' | 'token' | 'tls'

export type NatsServerOptions = {
  readonly mode: NatsMode
  /** For `token`. */
  readonly token?: string
  /** More lines of its configuration file. */
  readonly lines?: readonly string[]
}

export type NatsServer = {
  readonly host: string
  readonly port: number
  /** HTTP, without authorization in every mode. */
  readonly monitoringPort: number
  /** Who signed its certificate, in mode `tls`. */
  readonly caPem?: string
  /** What it has logged so far. */
  readonly log: () => Promise<string>
  readonly close: () => Promise<void>
}

/** The program, built by Go. */
export async function natsServerBinary(): Promise<string> {
  const folder = await built({
    part: 'nats-server',
    madeFrom: [installed],
    build: async (into) => {
      const env = { ...process.env, GOBIN: into, CGO_ENABLED: '0' }
      await runCommand('go', ['install', installed], { env, withinMs: 600_000 })
    },
  })
  return join(folder, 'nats-server')
}

export async function startNatsServer(options: NatsServerOptions): Promise<NatsServer> {
  const binary = await natsServerBinary()
  const folder = await temporaryFolder('nats-server')
  try {
    const tls = options.mode === 'tls' ? await tlsFiles(folder.path) : undefined
    const lines = [...(tls?.lines ?? []), ...tokenLines(options), ...(options.lines ?? [])]
    const configuration = join(folder.path, 'nats.conf')
    await writeFile(configuration, `host: ${host}\n${lines.join('\n')}\n`)
    const server = await startServerProcess({
      name: 'nats-server',
      folder: folder.path,
      portCount: 2,
      command: ([port, http]) => [binary, '-c', configuration, '-p', `${port}`, '-m', `${http}`],
      ready: async ([port, http]) => (await fetch(`http://${host}:${http}/healthz`)).ok && (await accepts(port)),
      withinMs: 30_000,
    })
    const [port = 0, monitoringPort = 0] = server.ports
    const close = async () => {
      await server.close()
      await folder.remove()
    }
    return { host, port, monitoringPort, log: server.log, close, ...(tls !== undefined && { caPem: tls.caPem }) }
  } catch (error) {
    await folder.remove()
    throw error
  }
}

function tokenLines({ mode, token }: NatsServerOptions): string[] {
  if (mode !== 'token') return []
  if (token === undefined) throw new Error('a nats-server of mode token needs a token')
  return [`authorization { token: ${JSON.stringify(token)} }`]
}

async function tlsFiles(folder: string): Promise<{ caPem: string; lines: string[] }> {
  const authority = await makeAuthority(folder)
  const { certificate, key } = await authority.serverCertificate('nats-server')
  return { caPem: authority.caPem, lines: [`tls { cert_file: "${certificate}", key_file: "${key}" }`] }
}

function accepts(port: number | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port: port ?? 0 })
    const end = (open: boolean) => {
      socket.destroy()
      resolve(open)
    }
    socket.once('connect', () => end(true)).once('error', () => end(false))
  })
}
