import type { House } from '../measures/figure.ts'
import { bannedProse } from './banned-prose.ts'
import { bannedWords } from './banned-words.ts'
import { deadExports } from './dead-exports.ts'
import { fetchedPackages } from './fetched-packages.ts'
import { largeFolders } from './large-folders.ts'
import type { Offence } from './offence.ts'
import { typesLast } from './types-last.ts'

/** Every rail that lint has no rule for, by its name in `offenders.json`. */
export const allRails: Readonly<Record<string, (house: House) => Offence[]>> = {
  'commands that may fetch a package': fetchedPackages,
  'dead exports': deadExports,
  'folders of more than 20 files': largeFolders,
  'words that are not used': bannedWords,
  'words that are not used in prose': bannedProse,
  'types before values in an import': typesLast,
}
