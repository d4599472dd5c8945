import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { describeWith } from './available.ts'
import { startNatsServer } from './nats-server.ts'
import type { NatsServer, NatsServerOptions } from './nats-server.ts'

const info = z.looseObject({ version: z.string(), auth_required: z.literal(true).optional() })

/** The line that a NATS server sends before its client sends anything. */
async function greeting(server: NatsServer): Promise<z.infer<typeof info>> {
  const socket = connect({ host: server.host, port: server.port }).setEncoding('utf8')
  try {
    let text = ''
    while (!text.includes('\r\n')) {
      const [chunk] = z.tuple([z.string()]).parse(await once(socket, 'data'))
      text += chunk
    }
    return info.parse(JSON.parse(text.slice('INFO '.length, text.indexOf('\r\n'))))
  } finally {
    socket.destroy()
  }
}

describeWith(['nats-server'], 'a real nats-server', () => {
  it.each<{ options: NatsServerOptions; auth: true | undefined; tls: true | undefined }>([
    { options: { mode: 'plain' }, auth: undefined, tls: undefined },
    { options: { mode: 'token', token: 's3cr3t' }, auth: true, tls: undefined },
    { options: { mode: 'tls' }, auth: undefined, tls: true },
  ])('of mode $options.mode announces it in its INFO line', async ({ options, auth, tls }) => {
    const server = await startNatsServer(options)
    try {
      const info = await greeting(server)
      expect(info.version).toBe('2.15.2')
      expect([info['auth_required'], info['tls_required']]).toEqual([auth, tls])
      expect((await fetch(`http://${server.host}:${server.monitoringPort}/varz`)).status).toBe(200)
      expect(server.caPem !== undefined).toBe(options.mode === 'tls')
    } finally {
      await server.close()
    }
  })
})
