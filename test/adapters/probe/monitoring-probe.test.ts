import { startMonitoring } from '@fleet-auditor/simulator/broker-monitoring.ts'
import { describe, expect, it, onTestFinished } from 'vitest'
import { containing } from '../matching.ts'
import { probing, request, resultOf, target } from './requests.ts'
import { infoLine, tcpServer } from './tcp-servers.ts'

describe('a monitoring port', () => {
  const monitoringAt = (port: number) =>
    request([target('monitoring', 'broker.test', 8222)], { connectTo: { 'broker.test:8222': `127.0.0.1:${port}` } })

  it.each([
    ['healthy', true, 200],
    ['unhealthy', false, 503],
  ])('%s', async (_, healthy, httpStatus) => {
    const monitoring = await startMonitoring({ healthy })
    onTestFinished(() => monitoring.close())
    const result = await resultOf(probing(), monitoringAt(monitoring.port))
    expect(result).toMatchObject({ status: 'answered', httpStatus, roundTrip: { samples: 5 } })
    expect(new Set(monitoring.requests())).toEqual(new Set(['/healthz']))
  })

  it.each([
    ['a Broker', infoLine()],
    ['a line of something', '220 mail.test ESMTP\r\n'],
  ])('%s is foreign', async (_, banner) => {
    const { port } = await tcpServer((socket) => socket.write(banner))
    const detail = containing(`not HTTP: ${banner.slice(0, 8)}`)
    expect(await resultOf(probing(), monitoringAt(port))).toMatchObject({ status: 'foreign', detail })
  })
})
