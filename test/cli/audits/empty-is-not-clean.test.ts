import { existsSync } from 'node:fs'
import { AuditDocument } from '@fleet-auditor/model/audit-document.ts'
import type { RunningKubernetes } from '@fleet-auditor/simulator/kubernetes/start-kubernetes.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { homeFolder, type HomeFolder } from '../setup/home-folder.ts'
import { rowsIn } from '../setup/printed-rows.ts'
import { runProgram } from '../setup/run-program.ts'
import { careless, contextOf, kubeconfigOf, startCluster } from '../setup/simulated-cluster.ts'

/** Nothing listens there, ever: https://www.iana.org/assignments/service-names-port-numbers, discard. */
const deadServer = 'https://127.0.0.1:9'

let home: HomeFolder
let api: RunningKubernetes
let fleet: string

const run = (words: string) => runProgram(words.split(' '), home.home)

async function documentOf(words: string): Promise<AuditDocument & { readonly code: number }> {
  const { code, stdout, stderr } = await run(`${words} --format json`)
  if (stdout === '') throw new Error(stderr)
  return { ...AuditDocument.parse(JSON.parse(stdout)), code }
}

beforeAll(async () => {
  api = await startCluster(careless('uid-live'))
  const dead = contextOf(api, { cluster: { server: deadServer } })
  home = await homeFolder(kubeconfigOf({ live: contextOf(api), dead }))
  fleet = await home.write(
    'fleet.yaml',
    `sources: {kubeconfig: [{file: ${home.path('.kube/config')}, contexts: ["*"]}]}\n`,
  )
})
afterAll(async () => {
  await api.close()
  await home[Symbol.asyncDispose]()
})

describe('a folder without a store', () => {
  it.each(['findings', 'clusters', 'runs', 'diff', 'replay', 'digest', 'token list', 'token revoke fa_1'])(
    'is refused by %s, and not made',
    async (words) => {
      const typo = home.path('typo')
      const { code, stdout, stderr } = await run(`${words} --data ${typo}`)
      expect({ code, stdout, made: existsSync(typo) }).toEqual({ code: 2, stdout: '', made: false })
      expect(stderr).toContain('there is no store in this folder: no audit has written one')
    },
  )
})

describe('a mistake in what is asked for', () => {
  it.each<[string, string, string]>([
    ['--skip of all that --only names', 'audit --only public-broker --skip public-broker', 'no check is left to run'],
    ['--output in a folder that does not exist', 'audit --output /nowhere/at/all.txt', 'its folder does not exist'],
    ['--output that is a folder', 'audit --output /tmp', 'it is a folder'],
    ['--cause of a finding', 'findings --cause forbidden', 'a finding has no cause'],
    ['--severity of what is not known', 'findings --state unknown --severity high', 'has no severity'],
  ])('%s ends with 2 before anything is read or stored', async (_, words, message) => {
    const { code, stdout, stderr } = await run(words)
    expect({ code, stdout, stored: existsSync(home.path('data')) }).toEqual({ code: 2, stdout: '', stored: false })
    expect(stderr).toContain(message)
    expect(api.requests()).toEqual([])
  })
})

describe('a fleet of which nothing could be read', () => {
  it('has nothing clean: not in the report, not in the lists', async () => {
    const words = `--context dead --data ${home.path('dead')}`
    const audited = await run(`audit ${words} --only public-broker --fail-on never --max-unknown 100`)
    expect(audited.code).toBe(3)
    expect(audited.stdout).toContain('nothing could be checked: no cluster was read')
    const listed = await run(`findings --data ${home.path('dead')}`)
    expect(listed.code).toBe(3)
    expect(listed.stdout).toMatch(
      /^no findings\nnot read: 1 of 1 cluster: dead \([^)]*\) \(unreachable, never read\)\n$/,
    )
  })
})

describe('a fleet of which a part was read', () => {
  beforeAll(async () => {
    await run(`audit --fleet ${fleet} --fail-on never`)
  })

  it('counts what is not known by cause, in the run and its digest', async () => {
    const { run: audited } = await documentOf(`audit --fleet ${fleet} --fail-on never`)
    const { unknowns = 0, unknownCauses = {} } = audited.counts ?? {}
    const sum = Object.values(unknownCauses).reduce((all, { answers }) => all + answers, 0)
    expect(unknowns).toBeGreaterThan(0)
    expect(sum).toBe(unknowns)
    expect(unknownCauses.unreachable).toMatchObject({ targets: 1 })
    expect((await run('digest')).stdout).toMatch(/not checked \(\d+ \S+(, \d+ \S+)*\)/)
  })

  it.each<[string, string]>([
    ['findings', 'findings --cluster livee'],
    ['what is not known', 'findings --state unknown --cluster livee'],
  ])('refuses a typo in --cluster of %s with the nearest name', async (_, words) => {
    const { code, stdout, stderr } = await run(words)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('no cluster is called livee')
    expect(stderr).toContain('did you mean live?')
  })

  it('names beside a list the clusters that were not read', async () => {
    const { code, stdout } = await run('findings --check public-broker')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^no findings\nnot read: 1 of 2 clusters: dead /)
  })

  it('prints them beside machine formats on standard error', async () => {
    const { stdout, stderr } = await run('findings --format json --check public-broker')
    expect(rowsIn(stdout)).toEqual([])
    expect(stderr).toMatch(/^not read: 1 of 2 clusters: dead /)
  })

  it('lists what is not known by check, cause and cluster, with the run since which it is', async () => {
    const [first] = rowsIn((await run('runs --format json --limit 20')).stdout).toReversed()
    const rows = rowsIn((await run('findings --state unknown --cluster dead --format json')).stdout)
    expect(rows.length).toBeGreaterThan(10)
    expect(rows.find(({ cause }) => cause === 'unreachable')).toMatchObject({
      since: { run: first?.['id'] },
      detail: expect.stringContaining('127.0.0.1:9'),
    })
    const byCheck = rowsIn(
      (await run('findings --state unknown --check public-broker --cause unreachable --format json')).stdout,
    )
    expect(byCheck.map(({ check, cluster }) => [check, String(cluster).split('@')[0]])).toEqual([
      ['public-broker', 'kubeconfig:dead'],
    ])
    expect((await run('findings --state unknown --cause throttled')).stdout).toMatch(/^no check without an answer\n/)
  })
})

describe('a run of one check', () => {
  it('prints, counts and gates on that one alone', async () => {
    const whole = await documentOf(`audit --fleet ${fleet}`)
    expect(whole.findings.map(({ check }) => check)).toContain('wildcard-role')
    const {
      code,
      findings,
      verdicts,
      changes,
      run: only,
    } = await documentOf(`audit --fleet ${fleet} --only public-broker`)
    expect({ findings, changes, code }).toEqual({ findings: [], changes: [], code: 3 })
    expect(new Set(verdicts.map(({ check }) => check))).toEqual(new Set(['public-broker']))
    expect(only).toMatchObject({ checks: ['public-broker'], counts: { open: { high: 0, medium: 0 }, opened: 0 } })
    const { stdout } = await run('digest')
    expect(stdout).toContain('(only public-broker)')
    expect(stdout).toContain('open: none')
  })

  it('leaves the findings of others stored and listed, and their unanswered checks', async () => {
    await run(`audit --fleet ${fleet}`)
    const before = [await run('findings'), await run('findings --state unknown --format json')]
    await run(`audit --fleet ${fleet} --only public-broker`)
    expect([await run('findings')].map(({ stdout }) => stdout)).toEqual([before[0]?.stdout])
    const lists = [before[1], await run('findings --state unknown --format json')]
    const [was, is] = lists.map((each) => rowsIn(each?.stdout ?? '').map(({ check, cluster }) => [check, cluster]))
    expect(is).toEqual(was)
  })
})

describe('findings of a cluster that can no longer be read', () => {
  it('bear the date of the run that saw them, in the report, its document and the list', async () => {
    api.replaceObjects(careless('uid-live').filter(({ kind }) => kind !== 'ClusterRoleBinding'))
    const { stdout } = await run(`audit --context live`)
    expect(stdout).toMatch(/^ {2}live .* forbidden {2}last read \d{4}-\d\d-\d\d \d\d:\d\d/m)
    const detailed = (await run('audit --context live --verbose')).stdout.replaceAll(/\s+/g, ' ')
    expect(detailed).toMatch(/ live \([^)]*\): .{1,300} \(as of \d{4}-\d\d-\d\d \d\d:\d\d UTC\)/)
    const { findings } = await documentOf('audit --context live')
    const open = findings.filter(({ state, check }) => state === 'open' && check === 'wildcard-role')
    expect(open.length).toBeGreaterThan(0)
    for (const { staleSince } of open) expect(staleSince).toMatch(/^\d{4}-/)
    expect((await run('findings --check wildcard-role')).stdout).toMatch(/open, as of \d{4}-\d\d-\d\dT\d\d:\d\d/)
  })
})
