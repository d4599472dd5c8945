import { execFile } from 'node:child_process'
import path from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import { nextSteps } from '@fleet-auditor/cli/commands/demo.ts'
import { demonstrationFiles } from '@fleet-auditor/cli/demonstration/files.ts'
import type { Variables } from '@fleet-auditor/cli/wiring/environment.ts'
import { describe, expect, it } from 'vitest'
import { compileCache } from '../setup/run-cli.ts'

const bin = path.resolve(import.meta.dirname, '../../../node_modules/.bin')
const node = path.dirname(process.execPath)

describe('what the demonstration prints last', () => {
  it.each<[name: string, variables: Variables, exported: boolean]>([
    ['names the PATH where no folder of it has the command', { PATH: '/usr/bin' }, true],
    ['names it where npm alone has the command', { PATH: bin, npm_lifecycle_event: 'start' }, true],
    ['leaves it out where the shell has the command', { PATH: `/usr/bin:${bin}` }, false],
  ])('%s', (_, variables, exported) => {
    const printed = nextSteps(demonstrationFiles('/a folder'), 1, variables)
    expect(printed.includes('export PATH=')).toBe(exported)
  })

  it('quotes a folder for the shell', () => {
    const printed = nextSteps(demonstrationFiles("/it's $HOME"), 2, { PATH: bin })
    expect(printed).toContain(String.raw`rm -r '/it'\''s $HOME'`)
  })

  it('works as it is printed, and needs no registry', async () => {
    const lines = nextSteps(demonstrationFiles('/nowhere'), 1, { PATH: '' }).split('\n')
    const [exportPath = '', explain = ''] = ['export PATH=', 'fleet-auditor explain'].map((start) =>
      lines.flatMap((line) => (line.includes(start) ? line.slice(line.indexOf(start)) : [])).join('\n'),
    )
    const { stdout } = await promisify(execFile)('/bin/bash', ['-c', `${exportPath}\n${explain}`], {
      env: { PATH: `${node}:/usr/bin:/bin`, NODE_COMPILE_CACHE: compileCache },
    })
    expect(stdout).toContain('public-broker')
  })
})
