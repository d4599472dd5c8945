import type { House } from '../measures/figure.ts'
import { filesPerFolder, isList } from '../measures/flat-folders.ts'
import type { Offence } from './offence.ts'

export const mostFiles = 20

/** Folders of sources with more files than one scans, subfolders apart. Known by the folder. */
export const largeFolders = ({ sources }: House): Offence[] =>
  filesPerFolder(sources)
    .filter(([folder, files]) => files > mostFiles && !isList(folder))
    .map(([folder, files]) => ({ key: folder, place: `${folder}: ${files} files` }))
