import { createHash } from 'node:crypto'
import type { FindingFilter } from '@fleet-auditor/audit/ports/finding-pages.ts'
import type { StoredFinding } from '@fleet-auditor/audit/ports/store.ts'
import { canonical } from '@fleet-auditor/model/canonical.ts'
import type { Finding } from '@fleet-auditor/model/finding.ts'
import { subjectLabel } from '@fleet-auditor/model/subject.ts'
import { targetPartition } from '@fleet-auditor/model/target.ts'
import { checkPartitions, instant, statePartitions } from '../table/keys.ts'

interface IndexPartitions {
  readonly index: 'gsi1' | 'gsi2'
  readonly partitions: readonly string[]
  /** Whether every row of the partitions is wanted: the filter asks for nothing that is not in the keys. */
  readonly exact: boolean
}

/** A check's own partitions are the fewest; its severities are then filtered row by row, as providers always are. */
export function indexPartitions(filter: FindingFilter): IndexPartitions {
  const { state, check, severities, providers } = filter
  const states: readonly Finding['state'][] = state ? [state] : ['open', 'resolved']
  const isByKeys = filter.targets === undefined && filter.text === undefined && providers === undefined
  if (check !== undefined) {
    const partitions = states.flatMap((each) => checkPartitions(check, each))
    return { index: 'gsi2', partitions, exact: isByKeys && severities === undefined }
  }
  return {
    index: 'gsi1',
    partitions: states.flatMap((each) => statePartitions(each, severities)),
    exact: isByKeys,
  }
}

/** The targets' partitions, each once; absent where the filter names none. */
export const targetPartitions = ({ targets }: FindingFilter): string[] | undefined =>
  targets && [...new Set(targets.map(targetPartition))]

/** Whether a finding is wanted; whether its target is, its row's key shows. */
export function matcherOf(filter: FindingFilter): (finding: StoredFinding) => boolean {
  const { state, check, severities, providers } = filter
  const since = filter.changedSince === undefined ? undefined : instant(filter.changedSince)
  const text = filter.text?.toLowerCase()
  return (finding) =>
    (state === undefined || finding.state === state) &&
    (check === undefined || finding.check === check) &&
    (severities === undefined || severities.includes(finding.severity)) &&
    (providers === undefined || (finding.provider !== undefined && providers.includes(finding.provider))) &&
    (since === undefined || instant(finding.changedAt) >= since) &&
    (text === undefined || textOf(finding).includes(text))
}

const textOf = ({ check, subject, evidence }: Finding): string =>
  `${check}\n${subjectLabel(subject)}\n${subject.name}\n${canonical(evidence)}`.toLowerCase()

/** Equal for filters that ask the same, in whatever order they name it. */
export function filterHash(filter: FindingFilter): string {
  const { severities, providers, changedSince } = filter
  const asked = {
    ...filter,
    severities: severities?.toSorted(),
    providers: providers?.toSorted(),
    targets: targetPartitions(filter)?.toSorted(),
    changedSince: changedSince === undefined ? undefined : instant(changedSince),
  }
  return createHash('sha256').update(canonical(asked)).digest('base64url').slice(0, 16)
}
