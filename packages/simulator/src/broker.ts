import { createHash } from 'node:crypto'
import { createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { listenOnLoopback } from './loopback.ts'

export interface BrokerOptions {
  readonly auth?: boolean
  /** Announces TLS; the handshake itself is not spoken. */
  readonly tls?: boolean
  /** Before the first line, milliseconds. */
  readonly delayMs?: number
  /** `half`: a line that never ends; `silent`: not a byte. */
  readonly mode?: 'info' | 'silent' | 'garbage' | 'half'
  readonly port?: number
  readonly serverName?: string
  readonly version?: string
}

interface RunningBroker {
  readonly port: number
  connections(): number
  /** Connections the client ended in good order (FIN), and those it broke off. */
  closings(): { readonly polite: number; readonly rude: number }
  close(): Promise<void>
}

/** A NATS server as far as anyone meets it without credentials: one INFO line, PING and PONG, a refused CONNECT. */
export async function startBroker(options: BrokerOptions = {}): Promise<RunningBroker> {
  const closings = { polite: 0, rude: 0 }
  let clients = 0
  const server = createServer((socket) => {
    clients += 1
    let broken = false
    socket.on('error', () => (broken = true))
    socket.on('end', () => socket.end())
    socket.on('close', () => (closings[broken ? 'rude' : 'polite'] += 1))
    void greet(socket, options, () => infoLine(options, clients, portOf(socket)))
    answerCommands(socket, options.auth ?? false)
  })
  const loopback = await listenOnLoopback(server, options.port)
  return {
    port: loopback.port,
    connections: () => loopback.connections(),
    closings: () => ({ ...closings }),
    close: () => loopback.close(),
  }
}

const portOf = (socket: Socket): number => socket.localPort ?? 0

async function greet(socket: Socket, { mode = 'info', delayMs = 0 }: BrokerOptions, info: () => string): Promise<void> {
  if (mode === 'silent') return
  if (delayMs > 0) await sleep(delayMs, undefined, { ref: false })
  const line = info()
  const greeting = { info: line, garbage: 'SSH-2.0-OpenSSH_9.2\r\n', half: line.slice(0, line.length / 2) }[mode]
  if (socket.writable) socket.write(greeting)
}

/** The fields of nats-server 2.14, in its order: `auth_required` and `tls_required` are absent, never false. */
function infoLine({ auth, tls, serverName, version }: BrokerOptions, client: number, port: number): string {
  const id = createHash('sha256')
    .update(serverName ?? 'meshery-nats-0')
    .digest('hex')
    .toUpperCase()
  const info = {
    server_id: `N${id.slice(0, 55)}`,
    server_name: serverName ?? 'meshery-nats-0',
    version: version ?? '2.14.2',
    proto: 1,
    git_commit: 'a1b2c3d',
    go: 'go1.26.3',
    host: '0.0.0.0',
    port,
    headers: true,
    auth_required: auth ? true : undefined,
    tls_required: tls ? true : undefined,
    max_payload: 1_048_576,
    client_id: client,
    client_ip: '127.0.0.1',
    api_lvl: 3,
    xkey: `X${id.slice(0, 55)}`,
  }
  return `INFO ${JSON.stringify(info)} \r\n`
}

/** With authentication on, anything before accepted credentials ends the connection, as in the real server. */
function answerCommands(socket: Socket, auth: boolean): void {
  let pending = ''
  socket.on('data', (data) => {
    pending = (pending + data.toString('latin1')).slice(-65_536)
    const lines = pending.split('\r\n')
    pending = lines.pop() ?? ''
    for (const line of lines) {
      if (auth) socket.end("-ERR 'Authorization Violation'\r\n")
      else if (/^ping/i.test(line)) socket.write('PONG\r\n')
      else if (/^connect/i.test(line) && !/"verbose":\s*false/.test(line)) socket.write('+OK\r\n')
    }
  })
}
