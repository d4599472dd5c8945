import { createServer } from 'node:http'
import { createProber } from '@fleet-auditor/adapters/probe/prober.ts'
import { startBroker } from '@fleet-auditor/simulator/broker.ts'
import { listenOnLoopback } from '@fleet-auditor/simulator/loopback.ts'
import { expect, it, onTestFinished } from 'vitest'
import { dnsServer } from '../../adapters/probe/dns-server.ts'
import { request, target } from '../../adapters/probe/requests.ts'

const clusters = [0, 1, 2, 3, 4, 5]

/** As many names as one cluster may have probed, behind a DNS that never answers. */
const names = (cluster: number) =>
  Array.from({ length: 16 }, (_, index) => target('broker', `lb-${index}.evil-${cluster}.test`, 4222))

/** An API server by name: `fetch` finds it by `getaddrinfo`, as a login does. */
async function apiServer(): Promise<string> {
  const server = createServer((_, response) => response.end('{}'))
  const loopback = await listenOnLoopback(server)
  onTestFinished(() => loopback.close())
  return `http://localhost:${loopback.port}/version`
}

async function probing(inline: boolean) {
  const dns = await dnsServer({
    ...Object.fromEntries(clusters.flatMap(names).map(({ host }) => [host, 'silent' as const])),
    'broker.good.test': { 4: '127.0.0.1' },
  })
  const prober = createProber({ inline, sockets: 64, dnsServers: [dns.at] })
  onTestFinished(() => prober.close())
  return { dns, prober }
}

it.each([
  ['in the thread of the prober', false],
  ['in the thread of the audit, as in a function', true],
])('six clusters whose 16 names never resolve delay neither login nor probe of another one, %s', async (_, inline) => {
  const { dns, prober } = await probing(inline)
  const broker = await startBroker()
  onTestFinished(() => broker.close())
  const login = await apiServer()
  let hostile: unknown
  const attack = clusters.map((cluster) =>
    prober.probe(request(names(cluster), {}, { timeoutMs: 4000 }), new AbortController().signal),
  )
  const ended = Promise.all(attack).then((observations) => (hostile = observations.flat()))
  await expect.poll(() => dns.questions.length, { timeout: 10_000 }).toBeGreaterThan(0)

  const innocent = request([target('broker', 'broker.good.test', 4222)], {
    connectTo: { 'broker.good.test:4222': `broker.good.test:${broker.port}` },
  })
  const [answer, observations] = await Promise.all([fetch(login), prober.probe(innocent, new AbortController().signal)])
  expect(answer.status).toBe(200)
  expect(observations).toMatchObject([{ addresses: ['127.0.0.1'], result: { status: 'answered' } }])
  expect(hostile, 'the hostile names were still being asked for').toBeUndefined()

  for (const { result } of await ended) {
    expect(result).toMatchObject({ status: 'silent', why: 'unresolved', detail: expect.stringMatching(/DNS/) })
  }
  const asked = new Set(dns.questions.map((question) => question.split(' ')[1]))
  // Of each cluster two at once, each for up to 3 of the 4 seconds; on a busy machine a third pair may begin. Never all 16.
  expect(asked.size).toBeLessThanOrEqual(1 + 6 * 6)
})

it('the name of a control target waits behind none of the names that the cluster chose', async () => {
  const { prober } = await probing(true)
  const control = target('control', 'broker.good.test', 1)
  const asked = request([...names(0), control], { control: 'broker.good.test:1' }, { timeoutMs: 4000 })
  const seen = await prober.probe(asked, new AbortController().signal)
  expect(seen.at(-1)).toMatchObject({ addresses: ['127.0.0.1'], result: { status: 'silent', why: 'refused' } })
})

it('a cancelled probe ends its look-ups at once', async () => {
  const { dns, prober } = await probing(true)
  const controller = new AbortController()
  const running = prober.probe(request(names(0), {}, { timeoutMs: 60_000 }), controller.signal)
  await expect.poll(() => dns.questions.length, { timeout: 10_000 }).toBeGreaterThan(0)
  controller.abort()
  for (const { result } of await running) expect(result).toMatchObject({ status: 'not-dialled', rule: 'cancelled' })
})
