import type { Socket } from 'node:net'
import type { NatsInfo } from '@fleet-auditor/model/observation.ts'
import { printable } from '@fleet-auditor/model/printable-text.ts'
import { z } from 'zod'
import { foreign, silent } from '../probe-fault.ts'

/** A real INFO is about 400 bytes; gossiped `connect_urls` of a large cluster make it some KB. */
const longestInfo = 64 * 1024

/** A real server leaves the flags out when they are false. */
const Info = z
  .object({
    version: z.string(),
    server_name: z.string().optional(),
    auth_required: z.boolean().default(false),
    tls_required: z.boolean().default(false),
    tls_available: z.boolean().default(false),
  })
  .transform((info): NatsInfo => ({
    version: printable(info.version, 64),
    serverName: info.server_name === undefined ? undefined : printable(info.server_name, 128),
    authRequired: info.auth_required,
    tlsRequired: info.tls_required,
    tlsAvailable: info.tls_available,
  }))

/** The INFO of one line `INFO {json}`; a ProbeFault `foreign` when it is anything else. */
function parseInfo(line: string): NatsInfo {
  const json = /^INFO[ \t]+(\{.*\})\s*$/i.exec(line)?.[1]
  const info = json === undefined ? undefined : Info.safeParse(jsonOf(json))
  if (!info?.success) throw foreign(`not NATS: ${printable(line)}`)
  return info.data
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Reads the first line a server sends, unasked, and leaves the stream paused behind it. */
export function readInfo(stream: Socket): Promise<NatsInfo> {
  const { promise, resolve, reject } = Promise.withResolvers<NatsInfo>()
  let text = ''
  const take = (chunk: Buffer) => {
    text += chunk.toString('latin1')
    const end = text.indexOf('\n')
    if (end < 0 && beginsLikeInfo(text) && text.length <= longestInfo) return
    stream.off('data', take)
    stream.pause()
    try {
      resolve(parseInfo(fromUtf8(end < 0 ? text : text.slice(0, end))))
    } catch (error) {
      reject(error)
    }
  }
  stream.on('data', take)
  stream.once('end', () => {
    if (text.length > 0) reject(silent('closed', `connection closed inside INFO: ${printable(text)}`))
  })
  return promise
}

const beginsLikeInfo = (text: string): boolean => 'INFO'.startsWith(text.slice(0, 4).toUpperCase())

/** Decoded whole, so that a character split over two packets stays one. */
const fromUtf8 = (latin1: string): string => Buffer.from(latin1, 'latin1').toString('utf8')
