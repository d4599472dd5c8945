import { fittedTable, wrapped } from '@fleet-auditor/report/terminal/fitted-table.ts'
import fc from 'fast-check'
import stringWidth from 'string-width'
import { describe, expect, it } from 'vitest'

const word = fc.string({ unit: fc.constantFrom('a', 'b', '大', 'ß', '-', '.'), minLength: 1, maxLength: 10 })
const text = fc.array(word, { maxLength: 12 }).map((words) => words.join(' '))
const width = fc.integer({ min: 60, max: 200 })

describe('a table that fits', () => {
  it('never has a line beyond the width, breaks no word, and loses none of those columns that are not optional', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(word, text, word, text), { minLength: 1, maxLength: 6 }), width, (rows, room) => {
        const lines = fittedTable([{}, { wraps: true }, { drop: 1 }, { wraps: true }], rows, room)
        for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(room)
        const printed = lines.join(' ').split(/\s+/)
        for (const [first, second, , last] of rows) {
          for (const each of `${first} ${second} ${last}`.split(' ').filter(Boolean)) expect(printed).toContain(each)
        }
      }),
    )
  })

  it.each([
    ['all columns, where there is room', 60, ['  orders    EKS eu-west-1  commerce  the Broker is public']],
    ['no team, where there is less', 52, ['  orders    EKS eu-west-1  the Broker is public']],
    ['no place either, where there is little', 34, ['  orders    the Broker is public']],
    ['its text in several lines at last', 22, ['  orders    the Broker', '            is public']],
  ])('shows %s', (_, room, expected) => {
    const columns = [{}, { drop: 2 }, { drop: 1 }, { wraps: true }]
    const lines = fittedTable(columns, [['orders  ', 'EKS eu-west-1', 'commerce', 'the Broker is public']], room)
    expect(lines).toEqual(expected)
  })

  it('leaves out a column that is empty in every row', () => {
    expect(fittedTable([{}, {}, {}], [['a', '', 'b']], 80)).toEqual(['  a  b'])
  })

  it('counts a wide letter as two places, and a colour as none', () => {
    const rows = [
      ['\u001b[31m大き\u001b[39m', 'x'],
      ['abcd', 'y'],
    ]
    expect(fittedTable([{}, {}], rows, 80)).toEqual(['  \u001b[31m大き\u001b[39m  x', '  abcd  y'])
  })
})

describe('wrapped text', () => {
  it('keeps its indentation on every line', () => {
    expect(wrapped('  one two three', 11, '    ')).toEqual(['  one two', '    three'])
  })

  it('breaks a word that is longer than the line, and no other', () => {
    expect(wrapped('  aa bbbbbbbbbb', 8, '    ')).toEqual(['  aa', '    bbbb', '    bbbb', '    bb'])
  })
})
