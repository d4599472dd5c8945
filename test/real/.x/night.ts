import { cp, mkdtemp, symlink, writeFile, mkdir } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join, relative } from 'node:path'
import { openTableStore } from '@fleet-auditor/adapters/store/table-store.ts'
import { planOf } from '../../infra/plan/plan.ts'
import { account } from '../../infra/plan/account.ts'
import { startDeployedFleet } from '../deploy-fleet.ts'
import { startMinistack } from '../ministack.ts'
import { deployPlan } from '../deploy-plan.ts'
import { deploySchedules } from '../deploy-schedules.ts'
import { sessionOf } from '../deploy-roles.ts'
const root = '/work/main'
const region = 'eu-west-1'
const t0 = performance.now()
const at = (s: string) => console.log(((performance.now() - t0) / 1000).toFixed(1), s)
const fleet = await startDeployedFleet(); at('fleet')
import { startSlack } from '@fleet-auditor/simulator/slack/slack.ts'
const slack: any = await startSlack({ channels: [{ id: 'C0DEPLOYED' }], tokens: ['xoxb-real'] } as any)
const ministack = await startMinistack({ account, region }); at('ministack ' + ministack.url)
let checkout = root
const folder = await mkdtemp('/tmp/mstk/night-')
if (!existsSync(join(root, 'functions/notify-wiring.ts'))) {
  checkout = join(folder, 'checkout'); await mkdir(checkout)
  for (const own of ['functions', 'infra', 'sst.config.ts']) await cp(join(root, own), join(checkout, own), { recursive: true })
  for (const s of ['node_modules', 'test']) await symlink(join(root, s), join(checkout, s))
  await writeFile(join(checkout, 'functions/notify-wiring.ts'), 'export const notified = async (run: string) => ({ run, sent: 0 })\n')
}
const fleetFile = join(folder, 'fleet.yaml'); await writeFile(fleetFile, JSON.stringify(fleet.written))
const packages = join(folder, 'packages')
const plan = await planOf({ root: checkout, stage: 'dev', fleetFile: relative(checkout, fleetFile), keep: (a) => cp(a, packages, { recursive: true }) }); at('plan')
const place = { url: ministack.url, account, region }
try {
const url = ministack.url
const d = await deployPlan({ plan, packages }, place, { AWS_ENDPOINT_URL: '', AWS_ENDPOINT_URL_DYNAMODB: url, AWS_ENDPOINT_URL_SFN: url, AWS_ENDPOINT_URL_LAMBDA: url, SLACK_BOT_TOKEN: 'xoxb-real', SLACK_API_URL: slack.apiUrl ?? slack.url }); at('deployed')
fleet.admit(sessionOf(d.functionOf('AuditEks')).accessKeyId)
const s = await deploySchedules(plan, place); at('scheduled ' + s.minute)
let names: readonly string[] = []
while (names.length === 0 && performance.now() - t0 < 200_000) { await new Promise((r) => setTimeout(r, 500)); names = await d.machine.executions() }
at('fired ' + names.join())
await s.stop()
const e = await d.machine.ended(names[0]!, 120_000)
at('ended'); console.log(e)
const store = await openTableStore({ table: d.table, now: () => new Date().toISOString(), endpoint: url, region, credentials: { accessKeyId: account, secretAccessKey: 'root' } })
console.log(JSON.stringify(await store.readRun(names[0]!), null, 1))
const registry = await store.readRegistry()
const name = (k: string) => registry.find((r) => r.key === k)?.cluster.name ?? k
console.log((await store.queryFindings({ state: 'open' })).map((f) => `${name(f.owner.key)} ${f.severity} ${f.check}`).toSorted().join('\n'))
console.log(fleet.operations(), fleet.asked(), fleet.brokerConnections())
for (const c of ['Tick', 'StartRun', 'AuditEks', 'ProbeEuWest1', 'AuditPlanes', 'ConcludeRun', 'Notify', 'RecordFailure']) console.log(c, JSON.stringify(await d.logOf(c).catch(String)).slice(0, 3000))
console.log(JSON.stringify(slack.messages(), null, 1), slack.requests())
console.log('tick again', await d.invoke('Tick', { scheduledTime: s.minute }))
} finally {
const log = await ministack.log(); await writeFile('/tmp/mstk/night.log', log)
await ministack.close(); await fleet.close(); await slack.close(); at('closed')
}
