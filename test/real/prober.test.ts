import { setTimeout as pause } from 'node:timers/promises'
import { createProber } from '@fleet-auditor/adapters/probe/prober.ts'
import type { Prober } from '@fleet-auditor/audit/ports/prober.ts'
import type { Observation } from '@fleet-auditor/model/observation.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { atLeast, like, someNumber } from '../adapters/matching.ts'
import { request, target } from '../adapters/probe/requests.ts'
import { describeWith } from './available.ts'
import { startNatsServer, type NatsServer, type NatsServerOptions } from './nats-server.ts'

// Every connection is logged with its end, so that the log records how the prober left.
const lines = ['debug: true']

interface Case {
  readonly options: NatsServerOptions
  readonly flags: { readonly authRequired: boolean; readonly tlsRequired: boolean; readonly tlsAvailable: boolean }
}

const none = { authRequired: false, tlsRequired: false, tlsAvailable: false }
const cases: readonly Case[] = [
  { options: { mode: 'plain', lines }, flags: none },
  { options: { mode: 'token', token: 's3cr3t', lines }, flags: { ...none, authRequired: true } },
  { options: { mode: 'tls', lines }, flags: { ...none, tlsRequired: true } },
  {
    options: { mode: 'tls', lines: [...lines, 'allow_non_tls: true'] },
    flags: { ...none, tlsAvailable: true },
  },
]

describeWith(['nats-server'], 'the prober at a real nats-server', () => {
  let prober: Prober
  beforeAll(() => {
    prober = createProber()
  })
  afterAll(() => prober?.close())

  describe.each(cases)('of mode $options.mode, TLS offered: $flags.tlsAvailable', ({ options, flags }) => {
    let server: NatsServer
    let logBefore = ''
    beforeAll(async () => {
      server = await startNatsServer(options)
      // The client that waited for its port left a TLS server in the middle of its handshake.
      logBefore = await settledLog(server)
    })
    afterAll(() => server?.close())

    const observe = async (trusted = true): Promise<readonly Observation[]> => {
      const { host, port, monitoringPort, caPem } = server
      // Only a Broker's own ports are dialled; the certificate is for `localhost`.
      const connectTo = { 'localhost:4222': `${host}:${port}`, 'localhost:8222': `${host}:${monitoringPort}` }
      const authorities: Record<string, string> = trusted && caPem !== undefined ? { 'localhost:4222': caPem } : {}
      const targets = [target('broker', 'localhost', 4222), target('monitoring', 'localhost', 8222)]
      return prober.probe(request(targets, { connectTo }, { authorities }), AbortSignal.timeout(30_000))
    }

    it('reads INFO and the monitoring port, with their times', async () => {
      const [broker, monitoring] = await observe()
      const times = { min: someNumber, median: someNumber, samples: atLeast(1), discarded: someNumber }
      expect(broker?.result).toMatchObject({
        status: 'answered',
        connect: times,
        roundTrip: times,
        nats: { version: '2.15.2', serverName: like(/^N[A-Z2-7]{55}$/), ...flags },
      })
      expect(monitoring?.result).toMatchObject({
        status: 'answered',
        httpStatus: 200,
        connect: times,
        roundTrip: times,
      })
    })

    it('shows its certificate where TLS is required, and whether its authority is trusted', async () => {
      const [known, unknown] = [(await observe(true))[0]?.result, (await observe(false))[0]?.result]
      if (!flags.tlsRequired) {
        for (const result of [known, unknown]) {
          expect(result?.status === 'answered' ? result.tls : 'no answer').toBeUndefined()
        }
        return
      }
      const facts = { protocol: 'TLSv1.3', subject: 'CN=nats-server', names: ['127.0.0.1', 'localhost'] }
      expect(known).toMatchObject({ tls: { ...facts, verified: true } })
      expect(known?.status === 'answered' ? known.tls?.error : 'no answer').toBeUndefined()
      expect(unknown).toMatchObject({ tls: { ...facts, verified: false, error: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' } })
    })

    it('leaves politely: the server logs every connection’s end and no error', async () => {
      await observe()
      const log = (await settledLog(server)).slice(logBefore.length)
      expect(count(log, /Client connection created/g)).toBeGreaterThan(5)
      expect(log.split('\n').filter((line) => /\[(ERR|FTL|WRN)\]/.test(line))).toEqual([])
      expect(log).not.toMatch(/Authentication (Timeout|Failure)|Parser Error|Slow Consumer/i)
    })
  })
})

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0

/** The log once it has connections, and the end of each. */
async function settledLog({ log }: NatsServer): Promise<string> {
  const deadline = performance.now() + 10_000
  for (;;) {
    const text = await log()
    const open = count(text, /Client connection created/g) - count(text, /Client connection closed/g)
    if (open === 0 && text.includes(' - cid:')) return text
    if (performance.now() > deadline) {
      throw new Error(`${open} connections have not ended in the log:\n${text.slice(-2000)}`)
    }
    await pause(50)
  }
}
