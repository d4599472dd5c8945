import type { Digest } from '@fleet-auditor/model/digest.ts'
import { asksForAction } from '@fleet-auditor/model/finding.ts'
import { severityRank } from '@fleet-auditor/model/severity.ts'

/**
 * The part of a digest that belongs to one team. Scopes that could not be read stay: whose clusters they hold is not
 * known. What was not checked concerns those who grant rights, and waivers those who gave them: both stay in the digest of the
 * fleet.
 */
export function digestOfTeam(digest: Digest, name: string): Digest {
  const theirs = ({ team }: { readonly team?: string | undefined }): boolean => team === name
  return {
    ...digest,
    newClusters: digest.newClusters.filter(theirs),
    lines: digest.lines.flatMap((line) => {
      const clusters = line.clusters.filter(theirs)
      return clusters.length === 0 ? [] : [{ ...line, clusters }]
    }),
    stale: digest.stale.filter(theirs),
    decisionNotes: undefined,
    unknowns: [],
  }
}

interface TeamLines {
  /** Absent: clusters without a team. */
  readonly team?: string
  readonly lines: Digest['lines']
}

/** The lines of each team, in the order of the digest; the team with the worst to do first. */
export function linesByTeam({ lines }: Pick<Digest, 'lines'>): TeamLines[] {
  const byTeam = new Map<string | undefined, Digest['lines']>()
  for (const line of lines) {
    for (const [team, clusters] of Map.groupBy(line.clusters, ({ team }) => team)) {
      const own = byTeam.get(team) ?? []
      own.push({ ...line, clusters })
      byTeam.set(team, own)
    }
  }
  const teams = [...byTeam].map(([team, own]) => ({ team, lines: own }))
  return teams.toSorted((a, b) => worstOf(a) - worstOf(b))
}

/** By what asks for something to be done; teams with nothing to do come last. */
const worstOf = ({ lines }: TeamLines): number =>
  lines
    .map(({ severity, kind }) => severityRank(severity) + (asksForAction(kind) ? 0 : 10))
    .reduce((first, one) => Math.min(first, one), Number.POSITIVE_INFINITY)
