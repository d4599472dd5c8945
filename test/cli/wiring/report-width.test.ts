import { reportWidth, type Variables } from '@fleet-auditor/cli/wiring/environment.ts'
import { describe, expect, it } from 'vitest'

describe('the width of a report', () => {
  it.each<[name: string, columns: number | undefined, env: Variables, width: number]>([
    ['is that of the terminal', 160, {}, 160],
    ['is that of the terminal, whatever COLUMNS is', 80, { COLUMNS: '200' }, 80],
    ['is COLUMNS in a pipe', undefined, { COLUMNS: '90' }, 90],
    ['is 110 in a pipe', undefined, {}, 110],
    ['is 110 where the terminal does not know', 0, {}, 110],
    ['is 110 where COLUMNS is no number', undefined, { COLUMNS: 'wide' }, 110],
    ['is at least 40, below which no table stands', 12, {}, 40],
  ])('%s', (_, columns, env, width) => {
    expect(reportWidth(env, columns)).toBe(width)
  })
})
