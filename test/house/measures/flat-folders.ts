import path from 'node:path'
import type { Source } from '../source.ts'
import type { Figure, House } from './figure.ts'

/** The check catalogue and the model's words are lists: one file an entry, in the order of the alphabet. */
const lists = ['packages/checks/src/catalog', 'packages/model/src']

export function flatFolders({ sources }: House): Figure[] {
  const sizes = filesPerFolder(sources)
  const [largest, ...next] = sizes.filter(([folder]) => !lists.includes(folder))
  return [
    {
      name: 'largest flat folder, lists apart',
      value: largest?.[1] ?? 0,
      goal: '<= 20',
      note: largest?.[0] ?? '',
      places: [largest, ...next].flatMap((each) => (each && each[1] > 20 ? [`${each[0]}: ${each[1]}`] : [])),
    },
    {
      name: 'files of the lists (catalogue, model)',
      value: sizes.filter(([folder]) => lists.includes(folder)).reduce((sum, [, size]) => sum + size, 0),
      places: sizes.filter(([folder]) => lists.includes(folder)).map(([folder, size]) => `${folder}: ${size}`),
    },
  ]
}

/** Files beside each other, subfolders apart; the largest folder first. */
export function filesPerFolder(sources: readonly Pick<Source, 'file'>[]): (readonly [folder: string, files: number])[] {
  const sizes = new Map<string, number>()
  for (const { file } of sources) {
    const folder = path.posix.dirname(file)
    sizes.set(folder, (sizes.get(folder) ?? 0) + 1)
  }
  return [...sizes].toSorted(([, one], [, other]) => other - one)
}

export const isList = (folder: string): boolean => lists.includes(folder)
