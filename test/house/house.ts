import path from 'node:path'
import { parseArgs } from 'node:util'
import { circles } from './measures/circles.ts'
import { clusterTypes } from './measures/cluster-types.ts'
import { conditionalSpreads } from './measures/conditional-spreads.ts'
import { decisionsByProse } from './measures/decisions-by-prose.ts'
import { fanOutImports } from './measures/fan-out-imports.ts'
import type { Figure } from './measures/figure.ts'
import { flatFolders } from './measures/flat-folders.ts'
import { manyParameters } from './measures/many-parameters.ts'
import { placesToTouch } from './measures/places-to-touch.ts'
import { singleImporters } from './measures/single-importers.ts'
import { sizes } from './measures/sizes.ts'
import { unusedExports } from './measures/unused-exports.ts'
import { pages } from './pages.ts'
import { root, rootFiles, sources, tests } from './sources.ts'

const measures = [
  manyParameters,
  clusterTypes,
  fanOutImports,
  conditionalSpreads,
  decisionsByProse,
  circles,
  unusedExports,
  flatFolders,
  placesToTouch,
  singleImporters,
  sizes,
]

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, places: { type: 'boolean', default: false } },
})
const folder = path.resolve(positionals[0] ?? root)
const house = { sources: sources(folder), tests: tests(folder), rootFiles: rootFiles(folder), pages: pages(folder) }
const figures = measures.flatMap((measure) => measure(house))
process.stdout.write(values.json ? `${JSON.stringify(figures, null, 2)}\n` : table(figures, values.places))

function table(rows: readonly Figure[], withPlaces: boolean): string {
  const widest = Math.max(...rows.map(({ name }) => name.length))
  const lines = rows.flatMap(({ name, value, goal = '', note = '', places = [] }) => [
    `${name.padEnd(widest)}  ${String(value).padStart(6)}  ${goal.padEnd(9)}  ${note}`.trimEnd(),
    ...(withPlaces ? places.map((place) => `    ${place}`) : []),
  ])
  return `${lines.join('\n')}\n`
}
