import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import { runProgram } from '../../cli/setup/run-program.ts'
import { startServing, type Serving } from '../../cli/setup/start-serving.ts'
import type { Target } from '../canned-server.ts'
import type { Effort } from '../effort.ts'
import { atLeast, atMost, figure, type Line } from '../line.ts'
import { median } from '../median.ts'

const clients = 20
const page = '/v1/findings?state=open&limit=100'

/** `serve` with clients that ask for findings all the time, and its audits: alone, and beside them. */
export async function serve(target: Target, { clusters, audits }: Effort['serve']): Promise<Line[]> {
  const home = await mkdtemp(join(tmpdir(), 'fleet-auditor-bench-'))
  const data = join(home, 'data')
  try {
    await writeFile(join(home, 'kubeconfig'), kubeconfigTo({ ...target, ports: target.ports.slice(0, clusters) }))
    const sources = { kubeconfig: [{ file: join(home, 'kubeconfig'), contexts: ['*'] }] }
    await writeFile(join(home, 'fleet.yaml'), JSON.stringify({ sources }))
    const words = ['token', 'create', '--name', 'bench', '--scope', 'read,run', '--data', data]
    const created = await runProgram(words, home)
    const flags = ['--fleet', join(home, 'fleet.yaml'), '--data', data, '--every', 'never']
    await using serving = await startServing(home, flags)
    return await measured(serving, created.stdout.trim(), audits)
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}

async function measured(serving: Serving, token: string, audits: number): Promise<Line[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients })
  const ask = askerOf(serving.url, token, agent)
  await auditOnce(serving, ask) // the first one stores all findings
  const [alone, beside, rates]: [number[], number[], number[]] = [[], [], []]
  for (let turn = 0; turn < audits; turn += 1) {
    alone.push(await auditOnce(serving, ask))
    const load = startLoad(ask)
    const took = await auditOnce(serving, ask)
    rates.push((await load.stop()) / (took / 1000))
    beside.push(took)
  }
  const idle = startLoad(ask)
  await pause(1000)
  const perSecond = await idle.stop()
  agent.destroy()
  return [
    figure(`serve: pages of 100 findings, ${clients} clients, no audit`, perSecond, '/s'),
    atLeast(`serve: the same beside an audit`, median(rates), { limit: 100, unit: '/s' }),
    atMost('serve: an audit beside them / alone', median(beside) / median(alone), { limit: 2 }),
  ]
}

type Ask = (method: string, path: string) => Promise<number>

/** Resolves to the status, once the whole answer is there. */
const askerOf =
  (url: string, token: string, agent: Agent): Ask =>
  async (method, path) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const sent = request(new URL(path, url), { method, headers, agent: method === 'GET' ? agent : false })
    const answered = Promise.withResolvers<Parameters<typeof buffer>[0] & { readonly statusCode?: number }>()
    sent.on('response', answered.resolve).on('error', answered.reject)
    sent.end(method === 'GET' ? undefined : '{}')
    const answer = await answered.promise
    await buffer(answer)
    return answer.statusCode ?? 0
  }

/** Milliseconds from asking for a run to its end. */
async function auditOnce({ lines }: Serving, ask: Ask): Promise<number> {
  const ended = () => lines.filter(({ kind }) => kind === 'run-ended' || kind === 'run-failed')
  const before = ended().length
  const begun = performance.now()
  const status = await ask('POST', '/v1/runs')
  if (status !== 202) throw new Error(`POST /v1/runs: ${status}`)
  while (ended().length === before) await pause(2)
  const last = ended().at(-1)
  if (last?.['state'] !== 'complete') throw new Error(`a run did not end well: ${JSON.stringify(last)}`)
  return performance.now() - begun
}

/** Every client asks again as soon as it has its answer. `stop`: how many answers there were. */
function startLoad(ask: Ask): { readonly stop: () => Promise<number> } {
  let on = true
  let answers = 0
  const client = async (): Promise<void> => {
    while (on) {
      const status = await ask('GET', page)
      if (status !== 200) throw new Error(`${page}: ${status}`)
      if (on) answers += 1
    }
  }
  // Settled, so that a client that fails while an audit goes on is reported when the load is stopped.
  const all = Promise.allSettled(Array.from({ length: clients }, client))
  return {
    stop: async () => {
      on = false
      for (const ended of await all) if (ended.status === 'rejected') throw ended.reason
      return answers
    },
  }
}

function kubeconfigTo({ ports, caPem, token }: Pick<Target, 'ports' | 'caPem' | 'token'>): string {
  const ca = Buffer.from(caPem).toString('base64')
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: ports.map((port) => ({
      name: `c${port}`,
      cluster: { server: `https://127.0.0.1:${port}`, 'certificate-authority-data': ca },
    })),
    users: [{ name: 'auditor', user: { token } }],
    contexts: ports.map((port) => ({ name: `c${port}`, context: { cluster: `c${port}`, user: 'auditor' } })),
  })
}
