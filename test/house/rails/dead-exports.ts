import type { House } from '../measures/figure.ts'
import { unusedExports } from '../measures/unused-exports.ts'
import type { Offence } from './offence.ts'

/** Exports that no other file takes. Known by file and name. */
export const deadExports = (house: House): Offence[] =>
  unusedExports(house)
    .flatMap(({ places = [] }) => places)
    .map((place) => ({ key: place.replace(/:\d+ /, ' '), place }))
