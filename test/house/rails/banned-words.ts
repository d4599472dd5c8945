import type { Node } from 'oxc-parser'
import type { House } from '../measures/figure.ts'
import { placeOf, type Source } from '../source.ts'
import { walk } from '../walk.ts'
import type { Offence } from './offence.ts'

/** Words that a field engineer would have to learn, and the word that is used instead. */
export const insteadOf: Readonly<Record<string, string>> = {
  night: 'run',
  nights: 'runs',
  tell: 'report, notify, print',
  tells: 'reports',
  told: 'reported, message',
  telling: 'RunContext',
  say: 'report, text',
  says: 'verdict, text',
  said: 'text, message',
  auditing: 'RunContext, AuditOptions',
  concluding: 'RunContext, ConcludeOptions',
  judging: 'RunContext, JudgeOptions',
  diagnosing: 'DiagnoseOptions',
  kept: 'retained, cached, accepted',
  handed: 'artifact, remaining',
  leg: 'signal',
  legs: 'signals',
  mend: 'fix',
  mended: 'fixed',
  eased: 'improved',
  standing: 'unchanged',
  photograph: 'snapshot, collect',
  photographed: 'collected',
  photographer: 'collector',
  ailment: 'missing grant',
  ailments: 'missing grants',
  wish: 'request',
  wishes: 'requests',
  door: 'the input of a function, a command or a route',
  doors: 'commands, routes, functions',
  owner: 'target (what is judged), team (people)',
  owners: 'targets, teams',
  owned: 'team',
  nobody: 'none, or who exactly',
  whoever: 'who exactly',
  anew: 'again',
  befell: 'happened',
  heard: 'received',
  unheard: 'unhandled',
}

/** The person of a waiver is its owner; and Kubernetes' objects have theirs. */
const hasOwners = /waive|attest|packages\/simulator|kube/i
/** The measures and rails know the words, to find them. */
const knowsThem = /^test\/house\//

/** Names that hold one of the words: identifiers, literals that are codes or keys, and files. Known by the name. */
export function bannedWords({ sources, tests }: House): Offence[] {
  const judged = [...sources, ...tests].filter(({ file }) => !knowsThem.test(file))
  return judged.flatMap((source) => {
    const found: Offence[] = []
    for (const word of bannedIn(source.file.replace(/\.ts$/, ''), source)) {
      found.push({ key: `${word}: ${source.file}`, place: source.file })
    }
    walk(source.program, (node) => {
      const name = nameIn(node)
      if (name === undefined) return
      for (const word of bannedIn(name, source)) {
        // An owner is right in one file and wrong in the next: known by both.
        const where = word.startsWith('own') ? ` in ${source.file}` : ''
        found.push({ key: `${word}: ${name}${where}`, place: `${placeOf(source, node)} (${insteadOf[word]})` })
      }
    })
    return found
  })
}

/** A literal of several words is prose, which no list can judge. */
function nameIn(node: Node): string | undefined {
  if (node.type === 'Identifier') return node.name
  if (node.type !== 'Literal' || typeof node.value !== 'string') return undefined
  return /^[A-Za-z][A-Za-z-]*$/.test(node.value) ? node.value : undefined
}

function bannedIn(name: string, { file }: Source): string[] {
  const words = name.split(/(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z]+/).map((word) => word.toLowerCase())
  return words.filter((word) => Object.hasOwn(insteadOf, word) && !(word.startsWith('own') && hasOwners.test(file)))
}
