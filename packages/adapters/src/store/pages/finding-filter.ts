import { createHash } from 'node:crypto'
import type { FindingFilter } from '@fleet-auditor/audit/ports/finding-pages.ts'
import type { StoredFinding } from '@fleet-auditor/audit/ports/store.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { canonical } from '@fleet-auditor/model/canonical.ts'
import type { Finding } from '@fleet-auditor/model/finding.ts'
import { subjectLabel } from '@fleet-auditor/model/subject.ts'
import { targetPartition } from '@fleet-auditor/model/target.ts'
import { z } from 'zod'
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
function filterHash(filter: FindingFilter): string {
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

/** Where a list goes on: one place for all partitions that it is merged from. */
export interface FindingCursor {
  /** Only findings behind this one (`changeKey`). */
  readonly behind: string
  /** The targets of the filter are too many to be read one by one: an earlier page found that. */
  readonly walk?: boolean
}

/** `v`: another form gets another number. `f`: hash of the filter. */
const Written = z.strictObject({
  v: z.literal(1),
  f: z.string(),
  behind: z.string().regex(/^\d{4}-\d\d-\d\dT[\d:.]{12}Z#.{1,200}$/),
  walk: z.literal(true).optional(),
})

export function writeCursor({ behind, walk }: FindingCursor, filter: FindingFilter): string {
  const written: z.infer<typeof Written> = { v: 1, f: filterHash(filter), behind, walk: walk || undefined }
  return Buffer.from(JSON.stringify(written)).toString('base64url')
}

/** Throws AuditorError `usage`, place `cursor`, for anything that `writeCursor` did not make for this filter. */
export function readCursor(cursor: string, filter: FindingFilter): FindingCursor {
  const { success, data } = Written.safeParse(decoded(cursor))
  if (!success) throw refused('the cursor is none of this list')
  if (data.f !== filterHash(filter)) throw refused('the cursor belongs to another filter')
  return { behind: data.behind, walk: data.walk === undefined ? undefined : true }
}

function decoded(cursor: string): unknown {
  if (!/^[\w-]{1,1000}$/.test(cursor)) return undefined
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    return undefined // refused by its shape
  }
}

const refused = (message: string): AuditorError =>
  new AuditorError('usage', message, { place: 'cursor', remedy: 'begin at the first page, without a cursor' })
