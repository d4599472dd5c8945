import { canonical } from '@fleet-auditor/model/canonical.ts'
import type { FailVerdict, Verdict } from '@fleet-auditor/model/verdict.ts'

/** Two checks that see one cause, and how a failure of each shows it. The first one reports it. */
interface Pair {
  readonly reports: string
  readonly repeats: string
  readonly sameCause: (reported: FailVerdict, repeated: FailVerdict) => boolean
}

const sameSubject = (one: FailVerdict, other: FailVerdict): boolean =>
  canonical(one.subject) === canonical(other.subject)
const evidenceNames = ({ evidence }: FailVerdict, word: string): boolean => canonical(evidence).includes(word)

/** The pairs that the catalogue names (D1, D9, D10). */
const pairs: readonly Pair[] = [
  {
    reports: 'missing-node-watch',
    repeats: 'discovery-permission-gap',
    sameCause: (node, gap) => sameSubject(node, gap) && evidenceNames(gap, '"nodes'),
  },
  {
    // the same account: the one who discovers
    reports: 'secrets-in-discovery',
    repeats: 'wildcard-role',
    sameCause: ({ subject: { namespace } }, role) =>
      role.subject.namespace === namespace &&
      role.subject.name === 'meshery-operator' &&
      evidenceNames(role, 'Secrets'),
  },
  { reports: 'wildcard-role', repeats: 'unneeded-node-watch', sameCause: sameSubject },
  { reports: 'scaled-broker', repeats: 'scaled-broker', sameCause: (one, other) => one !== other },
  {
    reports: 'public-broker',
    repeats: 'public-broker',
    sameCause: (one, other) => one !== other && sameSubject(one, other),
  },
]

/** Findings that repeat the cause of another one in the same cluster. */
export function repeatedCauses(verdicts: readonly Verdict[]): string[] {
  const failuresOf = (id: string) =>
    verdicts.flatMap((each) => (each.verdict === 'fail' && each.check === id ? [each] : []))
  return pairs.flatMap(({ reports, repeats, sameCause }) =>
    failuresOf(reports).flatMap((reported) =>
      failuresOf(repeats)
        .filter((repeated) => sameCause(reported, repeated))
        .map((repeated) => `${repeats} repeats ${reports}: ${canonical(repeated.subject)}`),
    ),
  )
}

/** Details of unknowns that two checks give word by word: one matter that would be counted twice. */
export function repeatedUnknowns(verdicts: readonly Verdict[]): string[] {
  const unknowns = verdicts.flatMap((each) => (each.verdict === 'unknown' ? [each] : []))
  return unknowns
    .filter(
      ({ check, detail }) =>
        check === 'contradictory-exposure' &&
        unknowns.some((other) => other.check === 'public-broker' && other.detail === detail),
    )
    .map(({ detail }) => detail)
}
