import { readdir, readFile, stat, symlink } from 'node:fs/promises'
import process from 'node:process'
import type { RunningKubernetes } from '@fleet-auditor/simulator/kubernetes/start-kubernetes.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { homeFolder, type HomeFolder } from '../../cli/setup/home-folder.ts'
import { runCli, type CliOptions } from '../../cli/setup/run-cli.ts'
import { runProgram } from '../../cli/setup/run-program.ts'
import { careless, contextOf, kubeconfigOf, startCluster } from '../../cli/setup/simulated-cluster.ts'

let home: HomeFolder
let server: RunningKubernetes

beforeAll(async () => {
  server = await startCluster(careless('uid-of-full-disk'))
  home = await homeFolder(kubeconfigOf({ prod: contextOf(server) }))
})
afterAll(async () => {
  await server.close()
  await home[Symbol.asyncDispose]()
})

/** `/dev/full` answers every write with ENOSPC. */
const into = (redirect: string): CliOptions => ({ home: home.home, redirect })

describe.runIf(process.platform === 'linux')('standard output on a full disk', () => {
  it.each([['audit'], ['findings'], ['checks'], ['--help']])(
    '%s ends with code 4 and one message',
    async (...words) => {
      const { code, stderr } = await runCli(
        [...words, ...(words[0] === 'audit' ? ['--quiet'] : [])],
        into('>/dev/full'),
      )
      expect({ code, stderr }).toEqual({
        code: 4,
        stderr: expect.stringMatching(
          /^fleet-auditor: standard output could not be written: ENOSPC.*\n {2}where: .*\n {2}remedy: .*\n$/,
        ),
      })
    },
  )

  it('leaves a closed store that the next command opens', async () => {
    await runCli(['audit'], into('>/dev/full'))
    expect(await runProgram(['runs', '--limit', '1'], home.home)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('complete'),
      stderr: '',
    })
  })

  it('standard error that cannot be written is code 4 too', async () => {
    expect((await runCli(['audit'], into('2>/dev/full'))).code).toBe(4)
  })

  it('a short write is not taken for a whole one', async () => {
    // 4 blocks of 1024 bytes: the JSON of the catalogue is longer, and its first part fits.
    const file = home.path('short.json')
    const ended = await runCli(['checks', '--format', 'json'], { ...into(`>${file}`), fileBlocks: 4 })
    expect([ended.code, ended.stderr]).toEqual([4, expect.stringContaining('EFBIG')])
  })

  it('a reader that goes ends nothing with an error', async () => {
    const { code, stderr } = await runCli(['checks', '--format', 'json'], {
      home: home.home,
      reader: 'head -c 1 >/dev/null',
    })
    expect([code, stderr]).toEqual([0, ''])
  })
})

describe('--output', () => {
  const audit = (file: string): ReturnType<typeof runProgram> =>
    runProgram(['audit', '--quiet', '--format', 'json', '--output', file], home.home)

  it('is a file that only its owner reads, and leaves nothing beside it', async () => {
    const file = home.path('reports/report.json')
    await home.write('reports/report.json', 'old', 0o644)
    await audit(file)
    expect(((await stat(file)).mode & 0o777).toString(8)).toBe('600')
    expect(JSON.parse(await readFile(file, 'utf8'))).toHaveProperty('run')
    expect(await readdir(home.path('reports'))).toEqual(['report.json'])
  })

  it('replaces the file behind a symbolic link, not the link', async () => {
    const file = await home.write('behind/report.json', 'old')
    await symlink(file, home.path('link.json'))
    await audit(home.path('link.json'))
    expect(JSON.parse(await readFile(file, 'utf8'))).toHaveProperty('run')
  })

  it('that cannot be written leaves what was there, and names its place', async () => {
    const { code, stderr } = await audit(home.path('nowhere/report.json'))
    expect([code, stderr]).toEqual([2, expect.stringContaining(`where:  --output ${home.path('nowhere/report.json')}`)])
  })

  it.runIf(process.platform === 'linux')(
    'on a full device is a mistake that names it, and the device stays',
    async () => {
      const { code, stderr } = await audit('/dev/full')
      expect([code, stderr]).toEqual([2, expect.stringContaining('--output /dev/full')])
      expect((await stat('/dev/full')).isCharacterDevice()).toBe(true)
    },
  )
})
