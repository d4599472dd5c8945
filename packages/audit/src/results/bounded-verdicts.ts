import type { FingerprintedVerdict } from '@fleet-auditor/checks/compare.ts'
import { canonical } from '@fleet-auditor/model/canonical.ts'
import { severityRank } from '@fleet-auditor/model/severity.ts'
import type { Subject } from '@fleet-auditor/model/subject.ts'
import {
  subjectOf,
  type FailVerdict,
  type OmittedEvidence,
  type OmittedSubjects,
  type Verdict,
} from '@fleet-auditor/model/verdict.ts'
import { shortHash } from '../hash.ts'

/**
 * What one check may list of one cluster: a hostile or a huge one has tens of thousands of containers, and each listed
 * finding is three rows. Evidence in bytes of its canonical text, parts of a subject in characters.
 */
const atMost = { subjects: 200, evidenceBytes: 8 * 1024, nameLength: 300 } as const

export interface BoundedVerdicts {
  /** At most 200 of each check and word, and one for all others, with their number. */
  readonly verdicts: readonly FingerprintedVerdict[]
  /** Fingerprints of the failures that are not listed. */
  readonly unlisted: ReadonlySet<string>
}

interface Bounding {
  /** Fingerprints of the findings that are open: no new one that is not worse takes their place. */
  readonly open: ReadonlySet<string>
  /** The subject of what stands for all that are not listed. */
  readonly others: Subject
  readonly fingerprint: (check: string, subject: Subject) => string
}

/**
 * In their order. Where one check has too many of a word, these stand at the place of the first, the worst of them
 * before the others, of one severity the open ones before the new, then by fingerprint.
 */
export function boundedVerdicts(verdicts: readonly Verdict[], bounding: Bounding): BoundedVerdicts {
  const listed: FingerprintedVerdict[] = []
  const unlisted = new Set<string>()
  const groups = Map.groupBy(verdicts, groupOf)
  for (const verdict of verdicts) {
    const name = groupOf(verdict)
    const group = groups.get(name)
    if (!group) continue // listed with the first of them
    if (group.length <= atMost.subjects) {
      listed.push(withBoundedEvidence(bounded(verdict, bounding)))
      continue
    }
    groups.delete(name)
    const ordered = group.map((each) => bounded(each, bounding)).toSorted(inOrder(bounding.open))
    const rest = ordered.splice(atMost.subjects)
    for (const each of ordered) listed.push(withBoundedEvidence(each))
    for (const { fingerprint } of rest) if (fingerprint !== undefined) unlisted.add(fingerprint)
    const [first] = rest
    if (first) listed.push(restOf(first.verdict, rest, bounding))
  }
  return { verdicts: listed, unlisted }
}

const groupOf = ({ check, verdict }: Verdict): string => `${check} ${verdict}`

const bounded = (verdict: Verdict, bounding: Bounding): FingerprintedVerdict =>
  fingerprinted(withBoundedSubject(verdict), bounding)

function fingerprinted(verdict: Verdict, { fingerprint }: Bounding): FingerprintedVerdict {
  return verdict.verdict === 'fail'
    ? { verdict, fingerprint: fingerprint(verdict.check, verdict.subject) }
    : { verdict }
}

const inOrder = (open: ReadonlySet<string>) => (a: FingerprintedVerdict, b: FingerprintedVerdict) => {
  const [left, right] = [a.fingerprint ?? '', b.fingerprint ?? '']
  return (
    severityRank(a.verdict.severity) - severityRank(b.verdict.severity) ||
    Number(open.has(right)) - Number(open.has(left)) ||
    (left < right ? -1 : left > right ? 1 : 0)
  )
}

/** One verdict for all that are not listed. */
function restOf(first: Verdict, rest: readonly FingerprintedVerdict[], bounding: Bounding): FingerprintedVerdict {
  const evidence: OmittedSubjects = { omittedSubjects: rest.length }
  switch (first.verdict) {
    case 'fail': {
      const subject = bounding.others
      const verdict: FailVerdict = { ...first, subject, evidence, managedBy: undefined, material: String(rest.length) }
      return { verdict, fingerprint: bounding.fingerprint(first.check, subject) }
    }
    case 'pass': {
      return { verdict: { ...first, subject: undefined, evidence } }
    }
    case 'unknown': {
      const detail = `${rest.length} more without an answer, the first of them: ${first.detail}`
      return { verdict: { ...first, subject: undefined, detail, evidence } }
    }
    case 'not-applicable':
      return { verdict: first }
  }
}

/** A name that is longer than any real one is cut; its hash distinguishes it. */
function withBoundedSubject(verdict: Verdict): Verdict {
  const subject = subjectOf(verdict)
  if (verdict.verdict === 'not-applicable' || !subject || !Object.values(subject).some(isLong)) return verdict
  const cut = (part: string | undefined): string | undefined =>
    isLong(part) ? `${part.slice(0, atMost.nameLength)}…${shortHash(part)}` : part
  const { kind, namespace, name, container, field } = subject
  const bounded = {
    kind: cut(kind) ?? '',
    namespace: cut(namespace),
    name: cut(name) ?? '',
    container: cut(container),
    field: cut(field),
  }
  return { ...verdict, subject: bounded }
}

const isLong = (part: string | undefined): part is string => part !== undefined && part.length > atMost.nameLength

function withBoundedEvidence(each: FingerprintedVerdict): FingerprintedVerdict {
  const { verdict } = each
  if (verdict.verdict === 'not-applicable' || verdict.evidence === undefined) return each
  const bytes = Buffer.byteLength(canonical(verdict.evidence))
  if (bytes <= atMost.evidenceBytes) return each
  const evidence: OmittedEvidence = { omittedBytes: bytes }
  if (each.fingerprint === undefined) return { verdict: { ...verdict, evidence } as typeof each.verdict } // no failure
  return { ...each, verdict: { ...each.verdict, evidence, material: shortHash(each.verdict.material) } }
}
