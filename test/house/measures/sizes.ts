import { functionsOf } from '../functions-of.ts'
import { lineCount } from '../source.ts'
import type { Figure, House } from './figure.ts'

export function sizes({ sources, tests }: House): Figure[] {
  const files = sources.map(({ text }) => lineCount(text))
  const functions = sources.flatMap((source) =>
    functionsOf(source)
      .filter(({ name }) => name !== undefined)
      .map(({ lines }) => lines),
  )
  const lines = total(files)
  const testLines = total(tests.map(({ text }) => lineCount(text)))
  return [
    { name: 'source files', value: files.length, goal: '<= 650', note: `${lines} lines` },
    { name: 'file lines, median', value: quantile(files, 0.5), goal: 'about 60' },
    { name: 'file lines, p90', value: quantile(files, 0.9), goal: 'about 140', note: `most ${quantile(files, 1)}` },
    {
      name: 'function lines, median',
      value: quantile(functions, 0.5),
      goal: 'about 7',
      note: `${functions.length} named functions`,
    },
    { name: 'function lines, p90', value: quantile(functions, 0.9), note: `most ${quantile(functions, 1)}` },
    {
      name: 'test lines : source lines',
      value: lines === 0 ? 0 : Math.round((testLines / lines) * 100) / 100,
      note: `${testLines} lines in ${tests.length} files`,
    },
  ]
}

const total = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0)

/** The smallest value that has the share of all at or below it. */
export function quantile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((one, other) => one - other)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0
}
