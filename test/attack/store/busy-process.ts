import { randomBytes } from 'node:crypto'
import process from 'node:process'
import { setTimeout as delay } from 'node:timers/promises'
import { openEmbeddedStore } from '@fleet-auditor/adapters/store/embedded/embedded.ts'
import { createApp } from '@fleet-auditor/api/create-app.ts'
import { createToken } from '@fleet-auditor/audit/tokens/create-token.ts'
import { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import pLimit from 'p-limit'
import { cluster, finding, opened, record, run } from '../../store/records.ts'

/**
 * `node --expose-gc busy-process.ts <folder> <readyz> <findings> <audits>`: the API over an embedded store, asked and
 * written to by turns. Prints its memory after the first hundredth and at the end, `idle`, and closes on a line of input.
 */
const [folder = '', ...counts] = process.argv.slice(2)
const [readyz = 0, lists = 0, audits = 0] = counts.map(Number)
const now = (): string => new Date().toISOString()
const store = await openEmbeddedStore({ folder, now })
const clock = { now }
const { tokens } = store
const { token } = await createToken({ name: 'busy', scopes: ['read'] }, { tokens, clock, random: randomBytes })
const app = createApp({
  store,
  fleet: FleetFile.parse({ fleet: 'busy' }),
  starter: { start: async () => 'started' },
  clock,
  random: randomBytes,
  log: () => {},
})
const headers = { authorization: `Bearer ${token}` }
const atOnce = pLimit(20)

/** Every audit looks at 20 clusters; every third one changes the findings of a few. */
async function audit(number: number): Promise<void> {
  const day = { ...run(1), id: `run-${number}`, startedAt: now() }
  await store.openRun(day)
  for (let at = 0; at < 20; at += 1) {
    const changes = number === 0 || (number % 3 === 0 && at < 3) ? findingsOf(at) : []
    await store.recordAudit({ ...record(cluster(`c${at}`), 1, { changes }), run: day.id, takenAt: now() })
  }
  await store.closeRun({ ...day, state: 'complete', endedAt: now() })
}
const findingsOf = (at: number) => Array.from({ length: 20 }, (_, number) => opened(finding(`c${at}-${number}`)))

const ask = async (path: string): Promise<void> => {
  const answer = await app.request(path, { headers })
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  await answer.arrayBuffer()
}
const asked = (path: string, count: number) => Promise.all(Array.from({ length: count }, () => atOnce(() => ask(path))))

/** Memory in use, in MB, after what is garbage went. */
function megabytes(): number {
  for (const _ of [1, 2, 3]) globalThis.gc?.()
  return Math.round(process.memoryUsage().rss / 1e6)
}

await audit(0)
const parts = 10
let begun = 0
let listMs = 0
for (let part = 0; part < parts; part += 1) {
  for (let number = 0; number < audits / parts; number += 1) await audit(part * audits + number + 1)
  await asked('/readyz', Math.round(readyz / parts))
  const from = performance.now()
  await asked('/v1/findings?state=open', Math.round(lists / parts))
  listMs += performance.now() - from
  if (part === 0) begun = megabytes()
}
process.stdout.write(
  `${JSON.stringify({ begun, ended: megabytes(), perSecond: Math.round((lists / listMs) * 1000) })}\n`,
)
await delay(2000)
process.stdout.write('idle\n')
for await (const _ of process.stdin) break
await store.close()
