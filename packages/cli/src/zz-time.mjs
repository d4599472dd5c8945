import { enableCompileCache } from 'node:module'
enableCompileCache()
const t0 = performance.now()
let last = t0
const mark = (n) => {
  const now = performance.now()
  console.log((now - last).toFixed(0).padStart(5), n)
  last = now
}
console.log('boot', t0.toFixed(0))
for (const m of [
  'commander',
  'zod',
  '@fleet-auditor/model/fleet-file.ts',
  './program.ts',
  './environment.ts',
  '@fleet-auditor/checks/registry.ts',
  '@fleet-auditor/audit/audit-fleet.ts',
  './commands/audit.ts',
  '@aws-sdk/client-dynamodb',
  '@aws-sdk/lib-dynamodb',
  '@fleet-auditor/adapters/store/fleet-table.ts',
  '@fleet-auditor/adapters/store/embedded.ts',
  'undici',
  '@fleet-auditor/adapters/kubernetes/collector.ts',
  '@fleet-auditor/adapters/probe/prober.ts',
  'yaml',
  '@fleet-auditor/adapters/kubeconfig/discovery.ts',
  '@fleet-auditor/adapters/kubeconfig/connector.ts',
]) {
  try {
    await import(m)
  } catch (e) {
    console.log(m, e.message.slice(0, 80))
  }
  mark(m)
}
const { openEmbeddedStore } = await import('@fleet-auditor/adapters/store/embedded.ts')
const s = await openEmbeddedStore({ folder: process.argv[2], now: () => new Date().toISOString() })
mark('open store')
await s
  .openRun({
    id: 'r',
    fleet: undefined,
    startedAt: new Date().toISOString(),
    state: 'running',
    partial: true,
    ruleSet: '',
    ledger: [],
  })
  .catch((e) => console.log(e.message))
mark('openRun')
await s.close()
mark('close')
