import { chmod, mkdir } from 'node:fs/promises'
import { hostname } from 'node:os'
import process from 'node:process'
import { lockFolder, type FolderLock } from '@fleet-auditor/adapters/store/embedded/folder-lock.ts'
import type { RunningKubernetes } from '@fleet-auditor/simulator/kubernetes/start-kubernetes.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { homeFolder, type HomeFolder } from '../setup/home-folder.ts'
import { rowsIn, type Row } from '../setup/printed-rows.ts'
import { runCli, type Ended } from '../setup/run-cli.ts'
import { runProgram } from '../setup/run-program.ts'
import { careless, contextOf, kubeconfigOf, startCluster } from '../setup/simulated-cluster.ts'

let home: HomeFolder
let server: RunningKubernetes
let lock: FolderLock
beforeAll(async () => {
  server = await startCluster(careless('uid-of-store'))
  home = await homeFolder(kubeconfigOf({ prod: contextOf(server) }))
  await mkdir(home.path('closed'))
  await chmod(home.path('closed'), 0o500)
  await home.write('file', 'mine')
  await mkdir(home.path('locked'), { mode: 0o700 })
  lock = await lockFolder(home.path('locked'))
})
afterAll(async () => {
  await lock.release({ closed: true })
  await server.close()
  await home[Symbol.asyncDispose]()
})

/** Root may write everywhere but into what is no disk. */
const unwritable = (): string => (process.getuid?.() === 0 ? '/sys/fleet-auditor' : home.path('closed/data'))

describe('a data folder that cannot be used', () => {
  it.each<[string, () => string, string, string]>([
    ['a file', () => home.path('file'), 'the data folder is a file, or lies under one', 'choose another folder'],
    [
      'under a file',
      () => home.path('file/data'),
      'the data folder is a file, or lies under one',
      'choose another folder',
    ],
    ['not writable', unwritable, 'the data folder cannot be written', 'make it writable'],
    ['in use', () => home.path('locked'), `in use by process ${process.pid} on ${hostname()}`, 'wait until it ends'],
  ])('is refused as it is %s', async (_, folder, message, remedy) => {
    for (const words of [['audit'], ['token', 'create', '--name', 'page']]) {
      const { code, stdout, stderr } = await runProgram([...words, '--data', folder()], home.home)
      expect({ code, stdout }, stderr).toEqual({ code: 4, stdout: '' })
      expect(stderr).toContain(message)
      expect(stderr).toMatch(new RegExp(`^  where:  ${folder()}`, 'm'))
      expect(stderr).toMatch(new RegExp(`^  remedy: .*${remedy}`, 'm'))
      expect(stderr).not.toMatch(/ {4}at |internal error/)
    }
  })

  it.runIf(process.platform === 'linux')('is refused where the system makes no folder', async () => {
    const { code, stderr } = await runProgram(['audit', '--data', '/proc/fleet-auditor/data'], home.home)
    expect(code).toBe(4)
    expect(stderr).toContain('the data folder cannot be made')
  })
})

describe('a report that cannot be written', () => {
  it('ends the command with 2 before the work, and no run is stored', async () => {
    const file = home.path('no/such/folder/report.json')
    const { code, stdout, stderr } = await runProgram(['audit', '--format', 'json', '--output', file], home.home)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('its folder does not exist')
    expect(stderr).toContain(`  where:  --output ${file}`)
    expect((await runProgram(['runs'], home.home)).stderr).toContain('there is no store in this folder')
  })
})

const expectFullDisk = ({ code, stdout, stderr }: Ended, data: string): void => {
  expect({ code, stdout }, stderr).toEqual({ code: 4, stdout: '' })
  expect(stderr).toMatch(/full|cannot be written/)
  expect(stderr).toContain(`  where:  ${data}`)
  expect(stderr).toMatch(/^  remedy: .*what was stored is still there/m)
  expect(stderr).not.toMatch(/ {4}at |internal error/)
}

describe('a disk that is full', () => {
  it('ends the audit with 4, names the folder and loses nothing that was stored', async () => {
    const flags = ['--quiet', '--fail-on', 'never', '--format', 'json']
    const used = home.path('used')
    const fresh = home.path('fresh')
    const findings = async (data: string): Promise<readonly Row[]> =>
      rowsIn((await runProgram(['findings', '--data', data, '--format', 'json'], home.home)).stdout)
    await runProgram(['audit', ...flags, '--data', used], home.home)
    const stored = await findings(used)

    // The one leaves no room to open what is there, the other ends in the middle of a first run.
    const [opening, recording] = await Promise.all([
      runCli(['audit', ...flags, '--data', used], { ...home, fileBlocks: 2 }),
      runCli(['audit', ...flags, '--data', fresh], { ...home, fileBlocks: 24 }),
    ])
    expectFullDisk(opening, used)
    expectFullDisk(recording, fresh)

    expect(stored).toHaveLength(11)
    expect(await findings(used)).toEqual(stored)
    expect((await runProgram(['audit', ...flags, '--data', fresh], home.home)).code).toBe(0)
    expect(await findings(fresh)).toHaveLength(11)
    // The run that died is not compared with.
    expect((await runProgram(['diff', '--data', fresh], home.home)).stderr).toContain('the store has fewer')
  })
})
