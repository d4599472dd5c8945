import type { House } from '../measures/figure.ts'
import type { Offence } from './offence.ts'

/** `npx name`, `npm exec name`: a name that is not installed is fetched from the registry, by whichever person published it. */
const running = /\b(?:npx|npm (?:exec|x))(?<flags>(?: +-[\w-]*)*) +(?<name>[@\w][\w@/.-]*)/g
const onlyInstalled = /(?:^| )--no(?:-install)?(?: |$)/

/**
 * Commands that run a stranger's package where our own, which no registry has, is not installed. `npm exec --no -- name`
 * and `npx --no name` run what is installed, or nothing. Known by file and name.
 */
export function fetchedPackages({ sources, rootFiles, pages }: House): Offence[] {
  return [...sources, ...rootFiles, ...pages].flatMap(({ file, text }) =>
    text.split('\n').flatMap((line, at) =>
      [...line.matchAll(running)]
        .filter(({ groups }) => !onlyInstalled.test(groups?.['flags'] ?? ''))
        .map(({ groups }) => ({
          key: `${groups?.['name']} in ${file}`,
          place: `${file}:${at + 1} (npm exec --no -- …, or the command itself with node_modules/.bin in PATH)`,
        })),
    ),
  )
}
