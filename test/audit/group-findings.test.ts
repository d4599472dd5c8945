import { groupFindings, type Counted } from '@fleet-auditor/audit/queries/group-findings.ts'
import { describe, expect, it } from 'vitest'

const counted: readonly Counted[] = [
  { key: 'a', team: 'core', openByCheck: { x: { high: 2, low: 1 }, y: { critical: 1 } } },
  { key: 'b', team: 'core', openByCheck: { x: { high: 1 } } },
  { key: 'c', openByCheck: { z: { high: 1 } } },
  { key: 'd' },
]
const grouped = (...asked: Parameters<typeof groupFindings>): string[] =>
  groupFindings(...asked).map(({ key, worst, open, clusters }) => `${key} ${worst} ${open}/${clusters}`)

describe('groups', () => {
  it.each<[...(Parameters<typeof groupFindings> extends [unknown, ...infer R] ? R : never), expected: string[]]>([
    ['check', {}, ['y critical 1/1', 'x high 4/2', 'z high 1/1']],
    ['cluster', {}, ['a critical 4/1', 'b high 1/1', 'c high 1/1']],
    ['team', {}, ['core critical 5/2', ' high 1/1']],
    ['check', { severities: ['high'] }, ['x high 3/2', 'z high 1/1']],
    ['cluster', { check: 'x', severities: ['low'] }, ['a low 1/1']],
    ['check', { check: 'none' }, []],
  ])('by %s with %j, worst first', (by, filter, expected) => {
    expect(grouped(counted, by, filter)).toEqual(expected)
  })
})
