import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { Remedy } from '@fleet-auditor/model/remedy.ts'
import type { RunningKubernetes } from '@fleet-auditor/simulator/kubernetes/start-kubernetes.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { homeFolder, type HomeFolder } from '../setup/home-folder.ts'
import { runProgram } from '../setup/run-program.ts'
import { careless, contextOf, healthy, kubeconfigOf, startCluster } from '../setup/simulated-cluster.ts'

let home: HomeFolder
const servers: RunningKubernetes[] = []

const fix = (...words: readonly string[]) => runProgram(['fix', ...words], home.home)

/** Two careless clusters and a healthy one, audited once. */
beforeAll(async () => {
  for (const objects of [careless('uid-a'), careless('uid-b'), healthy('uid-c')]) {
    servers.push(await startCluster(objects))
  }
  const contexts = ['left', 'right', 'fine'].flatMap((name, index) => {
    const server = servers[index]
    return server ? [[name, contextOf(server)] as const] : []
  })
  home = await homeFolder(kubeconfigOf(Object.fromEntries(contexts)))
  const audited = await runProgram(['audit', '--context', '*', '--quiet'], home.home)
  expect(audited.code, audited.stderr).toBe(1)
}, 120_000)
afterAll(async () => {
  for (const server of servers) await server.close()
  await home[Symbol.asyncDispose]()
})

describe('fleet-auditor fix', () => {
  it('prints the steps for each cluster that has the finding, and applies nothing', async () => {
    const { code, stdout } = await fix('exposed-server-service')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^Steps for exposed-server-service on 2 targets\. Nothing was applied\.\n/)
    for (const context of ['left', 'right']) {
      expect(stdout).toContain(`$ helm --kube-context ${context} upgrade meshery meshery/meshery --namespace meshery`)
      expect(stdout).toContain(`undo: helm --kube-context ${context} rollback meshery`)
    }
    expect(stdout).toContain('   interrupts: ')
    expect(stdout).toContain('   dry run: helm --kube-context left upgrade')
    expect(stdout).not.toContain('--kube-context fine')
  })

  it('prints one cluster’s steps alone with --cluster', async () => {
    const { stdout } = await fix('exposed-server-service', '--cluster', 'left')
    expect(stdout).toContain('--kube-context left')
    expect(stdout).not.toContain('--kube-context right')
  })

  it('prints a script that a shell accepts, and that stops at a variable that is not set', async () => {
    const { code, stdout } = await fix('unpinned-image', '--cluster', 'left', '--format', 'sh')
    expect(code).toBe(0)
    const script = await home.write('fix.sh', stdout)
    await promisify(execFile)('sh', ['-n', script])
    // helm is a function that prints its words: the script gets as far as the first variable that is not set.
    const wrapped = await home.write('run.sh', `helm() { echo "helm $*"; }\n. ${script}\n`)
    await expect(promisify(execFile)('sh', [wrapped])).rejects.toMatchObject({
      stdout: expect.not.stringContaining(' upgrade '),
      stderr: expect.stringContaining('VERSION'),
    })
    const ran = await promisify(execFile)('sh', [wrapped], { env: { ...process.env, VERSION: '1.0.64' } })
    expect(ran.stdout).toContain('--reset-then-reuse-values --set-string image.tag=stable-v1.0.64')
  })

  it('is data as JSON', async () => {
    const { stdout } = await fix('wildcard-role', '--format', 'json')
    const shape = z.array(
      z.object({ cluster: z.string(), key: z.string(), findings: z.array(z.object({ remedy: Remedy })) }),
    )
    const fixes = shape.parse(JSON.parse(stdout))
    expect(fixes).toHaveLength(2)
    expect(fixes.flatMap(({ findings }) => findings).every(({ remedy }) => remedy.steps.length > 0)).toBe(true)
  })

  it('has nothing to print for what is not open, and ends with 0', async () => {
    const { code, stdout } = await fix('public-broker')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^nothing to fix: no open finding of public-broker is stored/)
  })

  it.each<[words: string, message: RegExp]>([
    [
      'exposed-server-servce',
      /"exposed-server-servce" is not a value of .*\n[\s\S]*did you mean exposed-server-service\?/,
    ],
    ['wildcard-role --cluster lefft', /no cluster is called lefft\n.*--cluster\n.*did you mean left\?/],
    [
      'wildcard-role --format sh',
      /wildcard-role is open on 2 clusters, and a script is for one\n[\s\S]*name one with --cluster/,
    ],
    ['wildcard-role --data /nowhere-of-this-test', /there is no run in this store|data folder/],
  ])('refuses with 2: %s', async (words, message) => {
    const home2 = words.includes('--data') ? words.replace('/nowhere-of-this-test', home.path('empty')) : words
    const { code, stdout, stderr } = await fix(...home2.split(' '))
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(message)
  })
})
