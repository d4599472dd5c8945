import { clusterChecks } from '@fleet-auditor/checks/registry.ts'
import { beforeAll, describe, expect, it } from 'vitest'
import { auditCells, installNames, placeNames, type Cell } from './cells.ts'
import { exceptions } from './exceptions.ts'
import { repeatedCauses, repeatedUnknowns } from './one-cause.ts'
import { readTable, tableOf, wordOf } from './table.ts'
import { weight } from './weight.ts'

let cells: readonly Cell[]
beforeAll(async () => {
  cells = await auditCells()
}, 120_000)

const of = (install: string, place: string, state: string): Cell => {
  const cell = cells.find((each) => each.install === install && each.place === place && each.state === state)
  if (!cell) throw new Error(`no cell of ${install} at ${place}, ${state}`)
  return cell
}
const wordIn = ({ verdicts }: Cell, id: string): string => wordOf(verdicts.filter(({ check }) => check === id))
/** What is for information asks for nothing. */
const isOpen = (word: string): boolean => word !== 'pass' && word !== '-' && !word.startsWith('info')

it('every verdict is the one of test/matrix/verdicts.txt (else: node test/matrix/renew.ts, and explain the diff)', async () => {
  expect(tableOf(cells)).toBe(await readTable())
})

it('every check answers in every cell', () => {
  const silent = cells.flatMap((cell) =>
    clusterChecks.flatMap(({ id }) =>
      cell.verdicts.some(({ check }) => check === id) ? [] : [`${id} on ${cell.install}`],
    ),
  )
  expect(silent).toEqual([])
})

describe('somebody can turn it green', () => {
  const excepted = (id: string, { install }: Cell) =>
    exceptions.filter((each) => each.check === id && each.install === install)

  it.each(installNames)('no check fails or is unknown on a hardened install: %s', (install) => {
    const open = placeNames.flatMap((place) => {
      const cell = of(install, place, 'hardened')
      return clusterChecks
        .filter(({ id }) => isOpen(wordIn(cell, id)) && excepted(id, cell).length === 0)
        .map(({ id }) => `${place}: ${id}: ${wordIn(cell, id)}`)
    })
    expect(open).toEqual([])
  })

  it.each(exceptions)('the exception is still needed: $check, $install', (exception) => {
    const needed = cells
      .filter(({ state }) => state === 'hardened')
      .some((cell) => isOpen(wordIn(cell, exception.check)) && excepted(exception.check, cell).includes(exception))
    expect(needed).toBe(true)
  })
})

describe('one cause, one finding', () => {
  it('no failure repeats the cause of another one', () => {
    expect(
      cells.flatMap((cell) => repeatedCauses(cell.verdicts).map((text) => `${cell.install}, ${cell.place}: ${text}`)),
    ).toEqual([])
  })

  it('no unknown of contradictory-exposure repeats one of public-broker', () => {
    expect(cells.flatMap((cell) => repeatedUnknowns(cell.verdicts))).toEqual([])
  })
})

describe('no two checks contradict', () => {
  it.each(installNames)('after all remedies no check is worse than before: %s', (install) => {
    const worse = placeNames.flatMap((place) => {
      const [before, after] = [of(install, place, 'default'), of(install, place, 'hardened')]
      return clusterChecks
        .filter(({ id }) => weight(wordIn(after, id)) > weight(wordIn(before, id)))
        .map(({ id }) => `${place}: ${id}: ${wordIn(before, id)} becomes ${wordIn(after, id)}`)
    })
    expect(worse).toEqual([])
  })
})
