import { existsSync } from 'node:fs'
import path from 'node:path'
import { allChecks } from '@fleet-auditor/checks/registry.ts'
import { describe, expect, it } from 'vitest'
import { root } from './sources.ts'
import { thisHouse } from './this-house.ts'

const all = thisHouse.sources
const base = (file: string): string => path.basename(file, '.ts')

describe('the house', () => {
  it('names files in kebab-case, for one concept', () => {
    const vague = /^(utils?|helpers?|common|types|index|misc|shared)$/
    expect(all.map(({ file }) => file).filter((file) => vague.test(base(file)))).toEqual([])
    expect(all.map(({ file }) => file).filter((file) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.d)?$/.test(base(file)))).toEqual([])
  })

  it('keeps files under 200 lines', () => {
    const long = all
      .map(({ file, text }) => `${file}: ${text.split('\n').length}`)
      .filter((line) => Number(line.split(': ')[1]) > 201)
    expect(long).toEqual([])
  })

  it('keeps check, file and test under one name', () => {
    const modules = all.filter(({ file }) => file.includes('checks/src/catalog/')).map(({ file }) => base(file))
    expect(modules.toSorted()).toEqual(allChecks.map((check) => check.id).toSorted())
    const untested = allChecks
      .map(({ id }) => id)
      .filter((id) => !existsSync(path.join(root, `test/checks/${id}.test.ts`)))
    expect(untested).toEqual([])
  })
})
