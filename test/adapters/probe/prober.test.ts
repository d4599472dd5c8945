import { createProber, type ProberOptions } from '@fleet-auditor/adapters/probe/prober.ts'
import type { ProbeTarget } from '@fleet-auditor/model/observation.ts'
import { startBroker } from '@fleet-auditor/simulator/broker.ts'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { like } from '../matching.ts'
import { brokerAt, idle, neverLate, probing, request, shortMs, target } from './requests.ts'
import { infoLine, tcpServer } from './tcp-servers.ts'

function prober(options: ProberOptions = {}) {
  const created = createProber(options)
  onTestFinished(() => created.close())
  return created
}

async function broker() {
  const running = await startBroker()
  onTestFinished(() => running.close())
  return running
}

/** Many Brokers by name, all led to one loopback port. */
function manyAt(count: number, port: number) {
  const targets = Array.from({ length: count }, (_, index): ProbeTarget => target('broker', `b${index}.test`, 4222))
  return request(targets, {
    connectTo: Object.fromEntries(targets.map(({ host }) => [`${host}:4222`, `127.0.0.1:${port}`])),
  })
}

const modes = [
  ['in a thread', {}],
  ['in this thread', { inline: true }],
] as const

describe.each(modes)('the prober %s', (_, options) => {
  it('observes every target, in order', async () => {
    const { port } = await broker()
    const asked = brokerAt(port)
    const targets = [...asked.targets, target('broker', '10.0.0.1', 4222), target('monitoring', 'broker.test', 80)]
    const seen = await prober(options).probe({ ...asked, targets }, idle())
    expect(seen.map((one) => one.target)).toEqual(targets)
    expect(seen.map(({ result }) => result.status)).toEqual(['answered', 'not-dialled', 'not-dialled'])
    for (const one of seen) expect(one).toMatchObject({ vantage: 'local', at: like(/^\d{4}-.*Z$/) })
  })

  it('serves several batches at once', async () => {
    const { port } = await broker()
    const several = prober(options)
    const batches = await Promise.all([1, 2, 3].map((count) => several.probe(manyAt(count, port), idle())))
    expect(batches.map((batch) => batch.length)).toEqual([1, 2, 3])
  })

  it('is cancelled at once with what it had, and the rest proves nothing', async () => {
    const { port } = await broker()
    const met = Promise.withResolvers<void>()
    const quiet = await tcpServer(() => met.resolve())
    const asked = brokerAt(port, {
      connectTo: { 'broker.test:4222': `127.0.0.1:${quiet.port}`, 'lost.test:4222': `127.0.0.1:${quiet.port}` },
    })
    const targets = [target('broker', '10.0.0.1', 4222), ...asked.targets, target('broker', 'lost.test', 4222)]
    const controller = new AbortController()
    const running = prober({ ...options, sockets: 1 }).probe(
      { ...asked, targets, timeoutMs: 60_000 },
      controller.signal,
    )
    await met.promise
    controller.abort()
    const rules = (await running).map(({ result }) => ('rule' in result ? result.rule : result.status))
    expect(rules).toEqual(['private', 'cancelled', 'cancelled'])
  })

  it('dials nothing for a signal that is aborted already', async () => {
    const server = await broker()
    const seen = await prober(options).probe(manyAt(3, server.port), AbortSignal.abort())
    for (const { result } of seen) expect(result).toMatchObject({ status: 'not-dialled', rule: 'cancelled' })
    expect(seen).toHaveLength(3)
    expect(server.connections()).toBe(0)
  })

  it('has no observations of no targets', async () => {
    expect(await prober(options).probe(request([]), idle())).toEqual([])
  })

  it('holds no more sockets than it may', async () => {
    const open = { now: 0, most: 0 }
    const server = await tcpServer((socket) => {
      open.now += 1
      open.most = Math.max(open.most, open.now)
      // Seen closed here before the client sees it: what it opens next is counted after.
      socket.once('end', () => (open.now -= 1))
      setTimeout(() => socket.write(infoLine()), 5)
    })
    const seen = await prober({ ...options, sockets: 3 }).probe(manyAt(12, server.port), idle())
    for (const { result } of seen) expect(result.status).toBe('answered')
    expect(server.connections()).toBeGreaterThanOrEqual(12 * 6)
    expect(open.most).toBeLessThanOrEqual(3)
  })
})

describe('a thread that dies', () => {
  const program = (text: string) => new URL(`data:text/javascript,${encodeURIComponent(text)}`)
  const dying = {
    'throws when asked': program(`
      import { parentPort } from 'node:worker_threads'
      parentPort.on('message', () => { throw new Error('out of\\u001b[31m order') })`),
    'cannot start': program(`throw new Error('no such thing')`),
    'is not there': new URL('file:///nowhere/worker.ts'),
    exits: program(`process.exit(0)`),
    'answers nonsense': program(`
      import { parentPort } from 'node:worker_threads'
      parentPort.on('message', () => parentPort.postMessage({ id: 'x' }))`),
  }
  it.each(Object.entries(dying))(
    'by %s leaves every target of the batch and the next one silent',
    async (_, workerFile) => {
      const dead = prober({ workerFile })
      for (const count of [2, 1]) {
        const seen = await dead.probe(manyAt(count, 1), idle())
        expect(seen).toHaveLength(count)
        for (const { result } of seen) {
          expect(result).toMatchObject({
            status: 'silent',
            why: 'closed',
            detail: like(/^[\x20-\x7e]*thread/),
          })
        }
      }
    },
  )

  it('because it was closed settles what was asked, and asks nothing more', async () => {
    const met = Promise.withResolvers<void>()
    const { port } = await tcpServer(() => met.resolve())
    const ended = prober()
    const running = ended.probe({ ...brokerAt(port), timeoutMs: 60_000 }, idle())
    await met.promise
    await ended.close()
    expect(await running).toMatchObject([{ result: { status: 'silent', why: 'closed' } }])
    expect(await ended.probe(brokerAt(port), idle())).toMatchObject([{ result: { status: 'silent', why: 'closed' } }])
  })
})

describe('an event loop that is late', () => {
  it('leaves samples out and takes them again', async () => {
    const server = await broker()
    const late = [false, false, true, true, true]
    const watch = { ...neverLate, late: () => late.shift() ?? false }
    const [seen] = await probing({}, { watch })(brokerAt(server.port), idle())
    expect(seen?.result).toMatchObject({ roundTrip: { discarded: 3 }, connect: { discarded: 3 } })
    await vi.waitFor(() => expect(server.connections()).toBeGreaterThanOrEqual(1 + 3 + 5))
  })

  it('and never on time leaves figures that count as none', async () => {
    const { port } = await broker()
    const watch = { ...neverLate, late: () => true }
    const [seen] = await probing({}, { watch })(brokerAt(port), idle())
    expect(seen?.result).toMatchObject({ status: 'answered', roundTrip: { samples: 0 } })
  })

  it('is watched for as long as probes run', async () => {
    const calls: string[] = []
    const watch = { ...neverLate, begin: () => void calls.push('begin'), end: () => void calls.push('end') }
    await probing({}, { watch })(request([target('broker', '10.0.0.1', 4222)], {}, { timeoutMs: shortMs }), idle())
    expect(calls).toEqual(['begin', 'end'])
  })
})
