import type { House } from './measures/figure.ts'
import { pages } from './pages.ts'
import { rootFiles, sources, tests } from './sources.ts'

/** This repository, parsed once for all tests that look at it. */
export const thisHouse: House = { sources: sources(), tests: tests(), rootFiles: rootFiles(), pages: pages() }
