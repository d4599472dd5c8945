import { z } from 'zod'
import { nearest } from './nearest.ts'

interface CrossProblem {
  readonly path: readonly PropertyKey[]
  readonly message: string
}

/** The names of a fleet file as far as they can be read: whatever else is wrong in it, these mistakes are reported with it. */
const Name = z.string().catch('')
const Named = z.array(z.object({ name: Name }).catch({ name: '' })).catch([])
const Standing = z.object({ name: Name, standsFor: z.array(Name).catch([]) }).catch({ name: '', standsFor: [] })
const Keyed = z.array(z.object({ id: Name }).catch({ id: '' })).catch([])
const Checked = z.array(z.object({ check: Name }).catch({ check: '' })).catch([])
const nothing = { planes: [], vantages: [], teams: [], collectors: [], waivers: [], checks: [] }
const Names = z
  .object({
    planes: Named,
    vantages: z.array(Standing).catch([]),
    teams: Named,
    collectors: Keyed,
    waivers: Checked,
    checks: Checked,
  })
  .catch(nothing)

/** Mistakes that no single member shows: names used twice, and names that are not there. */
export function crossChecks(written: unknown, knownChecks: readonly string[]): CrossProblem[] {
  const { planes, vantages, teams, collectors, waivers, checks } = Names.parse(written)
  const collectorIds = collectors.map(({ id }) => id)
  const problems = [
    ...Object.entries({ planes, vantages, teams }).flatMap(([list, named]) =>
      duplicates([list, 'name'], namesOf(named)),
    ),
    ...duplicates(['collectors', 'id'], collectorIds),
  ]
  const known = namesOf(planes)
  for (const [index, vantage] of vantages.entries()) {
    for (const [n, plane] of vantage.standsFor.entries()) {
      if (plane === '' || known.includes(plane)) continue
      problems.push({ path: ['vantages', index, 'standsFor', n], message: unknownName('plane', plane, known) })
    }
  }
  for (const [list, named] of Object.entries({ waivers, checks })) {
    for (const [index, { check }] of named.entries()) {
      if (check === '' || knownChecks.includes(check)) continue
      problems.push({ path: [list, index, 'check'], message: unknownName('check', check, knownChecks) })
    }
  }
  return problems
}

const namesOf = (named: readonly { readonly name: string }[]): string[] => named.map(({ name }) => name)

function duplicates([list, key]: readonly [string, string], names: readonly string[]): CrossProblem[] {
  const problems: CrossProblem[] = []
  for (const [index, name] of names.entries()) {
    if (name !== '' && names.indexOf(name) < index) {
      problems.push({ path: [list, index, key], message: `${name} is declared twice` })
    }
  }
  return problems
}

function unknownName(kind: string, name: string, known: readonly string[]): string {
  const near = nearest(name, known)
  return near ? `no ${kind} is called ${name}; did you mean ${near}?` : `no ${kind} is called ${name}`
}
