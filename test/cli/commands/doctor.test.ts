import type { RunningKubernetes } from '@fleet-auditor/simulator/kubernetes/start-kubernetes.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { homeFolder, type HomeFolder } from '../setup/home-folder.ts'
import { runProgram } from '../setup/run-program.ts'
import { careless, contextOf, kubeconfigOf, startCluster } from '../setup/simulated-cluster.ts'

let home: HomeFolder
let api: RunningKubernetes
beforeAll(async () => {
  api = await startCluster(careless('uid-live'))
  const dead = contextOf(api, { cluster: { server: 'https://127.0.0.1:9' } })
  home = await homeFolder(kubeconfigOf({ dead }))
})
afterAll(async () => {
  await api.close()
  await home[Symbol.asyncDispose]()
})

describe('fleet-auditor doctor', () => {
  it('has one entry for all that one thing settles, each with a remedy that does not repeat the error', async () => {
    const files = ['gone', 'lost'].map((name) => `{file: ${home.path(name)}, contexts: ["*"]}`)
    const own = `{file: ${home.path('.kube/config')}, contexts: ["*"]}`
    const fleet = await home.write('fleet.yaml', `sources: {kubeconfig: [${[...files, own].join(', ')}]}\n`)
    const { code, stdout } = await runProgram(['doctor', '--fleet', fleet], home.home)
    expect(code).toBe(3)
    const entries = stdout.trimEnd().split('\n\n').slice(1)
    expect(entries.map((entry) => entry.split('\n').length)).toEqual([4, 3])
    expect(entries[0]).toMatch(/^✗ 2 scopes: there is no kubeconfig .* \(malformed\)\n  not listed\n  → name one with /)
    expect(entries[1]).toMatch(
      /^✗ dead \(127\.0\.0\.1:9\): .*refused.* \(unreachable\)\n  not read: .*\n  → see that the address is right/,
    )
    for (const entry of entries) {
      const [what = '', , remedy = ''] = entry.split('\n')
      expect(remedy).not.toContain(what.replace(/^✗ [^:]+: /, ''))
    }
  })
})
