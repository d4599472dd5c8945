import type { StoredUnknown } from '@fleet-auditor/audit/queries/stored-unknowns.ts'
import { subjectLabel } from '@fleet-auditor/model/subject.ts'
import { columns } from '@fleet-auditor/report/columns.ts'
import { safeText, shortened } from '@fleet-auditor/report/safe-text.ts'
import { grantLabel } from '@fleet-auditor/report/unknowns.ts'

/** `cluster`: its id, `plane:<name>` or `fleet`. */
type NamedUnknown = StoredUnknown & { readonly cluster: string }

/** By check, then cause, then cluster; what would settle a cause follows its rows once. */
export function unknownTable(rows: readonly NamedUnknown[], label: (id: string) => string): string[] {
  if (rows.length === 0) return ['no check without an answer']
  const header = ['CHECK', 'CAUSE', 'CLUSTER', 'SUBJECT', 'SINCE RUN', 'WHY']
  const table = columns([
    header,
    ...rows.map(({ check, cause, cluster, subject, since, detail }) => [
      check,
      cause,
      safeText(label(cluster)),
      subject ? safeText(subjectLabel(subject)) : '-',
      since.run,
      shortened(safeText(detail), 100),
    ]),
  ])
  const settling = Map.groupBy(rows, ({ grant }) => (grant ? safeText(grantLabel(grant)) : ''))
  const remedies = [...settling].filter(([remedy]) => remedy !== '').toSorted(([, a], [, b]) => b.length - a.length)
  return [...table, ...remedies.map(([remedy, { length }]) => `→ settles ${length}: ${remedy}`)]
}

export const inOrder = (a: NamedUnknown, b: NamedUnknown): number =>
  compare(a.check, b.check) || compare(a.cause, b.cause) || compare(a.cluster, b.cluster)

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
