import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { allChecks } from '@fleet-auditor/checks/registry.ts'
import { describe, expect, it } from 'vitest'
import { tools, toolsOf } from './every-remedy.ts'
import { byPerson, proven, unproven } from './remedy-proofs.ts'

const root = path.join(import.meta.dirname, '../../..')
const used = allChecks.map((check) => ({ id: check.id, used: toolsOf(check) }))

describe('every check turns green by its remedy', () => {
  it.each(used)('$id: its commands are run by a test, or it is known why not', ({ id, used: ofCheck }) => {
    const without = tools.filter(
      (tool) => ofCheck.has(tool) && !proven[tool].checks.includes(id) && unproven[tool][id] === undefined,
    )
    expect(without).toEqual([])
    expect(ofCheck.size > 0 || byPerson[id] !== undefined).toBe(true)
  })

  it.each(used)('$id: its table has a case that passes', ({ id }) => {
    const table = readFileSync(path.join(root, `test/checks/${id}.test.ts`), 'utf8')
    const shared = [...table.matchAll(/from '(\.\/[\w-]+\.ts)'/g)].map(([, name = '']) =>
      readFileSync(path.join(root, 'test/checks', name), 'utf8'),
    )
    expect([table, ...shared].some((text) => /verdict: 'pass'|pass\(/.test(text))).toBe(true)
  })

  it.each(tools)('%s: a check is in one list only, and only where its remedy uses it', (tool) => {
    const reasons = Object.keys(unproven[tool])
    expect(reasons.filter((id) => proven[tool].checks.includes(id))).toEqual([])
    const strange = [...reasons, ...proven[tool].checks].filter(
      (id) => !used.some((each) => each.id === id && each.used.has(tool)),
    )
    expect(strange).toEqual([])
    expect(existsSync(path.join(root, proven[tool].by.split(': ')[0] ?? ''))).toBe(true)
  })

  it('only checks without a command are left to a person', () => {
    const commanded = used.filter(({ id, used: ofCheck }) => ofCheck.size > 0 && byPerson[id] !== undefined)
    expect(commanded.map(({ id }) => id)).toEqual([])
    expect(Object.keys(byPerson).filter((id) => !used.some((each) => each.id === id))).toEqual([])
  })
})
