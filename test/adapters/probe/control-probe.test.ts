import { createAuthority } from '@fleet-auditor/simulator/certificates.ts'
import { describe, expect, it, vi } from 'vitest'
import { atLeast } from '../matching.ts'
import { httpsServer, versionAnswer } from './https-server.ts'
import { probing, request, resultOf, target } from './requests.ts'
import { tcpServer } from './tcp-servers.ts'

describe('a control target', () => {
  const controlAt = (declared: number, port: number) =>
    request([target('control', 'ctl.test', declared)], {
      control: `ctl.test:${declared}`,
      connectTo: { [`ctl.test:${declared}`]: `127.0.0.1:${port}` },
    })

  it('is connected to', async () => {
    const server = await tcpServer(() => undefined)
    const result = await resultOf(probing(), controlAt(7, server.port))
    expect(result).toMatchObject({ status: 'answered', connect: { samples: atLeast(5) } })
    expect(result?.status === 'answered' ? result.tls : 'no answer').toBeUndefined()
    await vi.waitFor(() => expect(server.connections()).toBeGreaterThanOrEqual(6))
  })

  it('on 443 speaks TLS', async () => {
    const { port, seen } = await httpsServer(await createAuthority(), versionAnswer)
    const result = await resultOf(probing(), controlAt(443, port))
    expect(result).toMatchObject({ status: 'answered', tls: { verified: false, names: ['api.test'] } })
    expect(seen.headers).toEqual([])
    expect(seen.tlsErrors).toEqual([])
  })

  it('on 443 without TLS has not answered', async () => {
    const { port } = await tcpServer((socket) => socket.end('HTTP/1.0 400 Bad Request\r\n\r\n'))
    expect(await resultOf(probing(), controlAt(443, port))).toMatchObject({ status: 'foreign' })
  })
})
