import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { onTestFinished } from 'vitest'

/**
 * Addresses of a name by family, `failing` for a family that is answered SERVFAIL; `silent`: never an answer; absent: no
 * such name (NXDOMAIN).
 */
type Zone = Readonly<Record<string, { readonly 4?: string; readonly 6?: string } | 'silent'>>

export interface DnsServer {
  /** `address:port`, as a resolver takes it. */
  readonly at: string
  /** Every question in order of arrival: `A a.test`. */
  readonly questions: readonly string[]
}

/** A DNS server on a loopback UDP port (RFC 1035 §4), closed with the test. */
export async function dnsServer(zone: Zone | 'silent'): Promise<DnsServer> {
  const socket = createSocket('udp4')
  const questions: string[] = []
  socket.on('message', (query, from) => {
    const { name, type, end } = question(query)
    questions.push(`${type === 28 ? 'AAAA' : 'A'} ${name}`)
    const entry = zone === 'silent' ? 'silent' : zone[name]
    if (entry !== 'silent') socket.send(answer(query.subarray(0, end), entry, type), from.port, from.address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  onTestFinished(() => void socket.close())
  return { at: `127.0.0.1:${socket.address().port}`, questions }
}

function question(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = []
  let at = 12
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length))
    at += 1 + length
  }
  return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 }
}

function answer(asked: Buffer, entry: Exclude<Zone[string], 'silent'> | undefined, type: number): Buffer {
  const address = type === 28 ? entry?.[6] : entry?.[4]
  const head = Buffer.from(asked)
  head.writeUInt16BE(entry === undefined ? 0x8183 : address === 'failing' ? 0x8182 : 0x8180, 2)
  const isFound = address !== undefined && address !== 'failing'
  head.writeUInt16BE(isFound ? 1 : 0, 6)
  head.writeUInt32BE(0, 8)
  if (!isFound) return head
  const data = type === 28 ? sixteenBytes(address) : Buffer.from(address.split('.').map(Number))
  const record = Buffer.from([0xc0, 0x0c, 0, type, 0, 1, 0, 0, 0, 60, 0, data.length])
  return Buffer.concat([head, record, data])
}

/** Of an address written `a::b`. */
function sixteenBytes(address: string): Buffer {
  const [left = '', right = ''] = address.split('::').map((side) =>
    side
      .split(':')
      .filter(Boolean)
      .map((word) => word.padStart(4, '0'))
      .join(''),
  )
  return Buffer.from(left.padEnd(32 - right.length, '0') + right, 'hex')
}
