import type { Snapshot } from '@fleet-auditor/model/snapshot.ts'

/**
 * The cluster's own clock when a snapshot was taken, by which the ages of its objects are judged; ours where nothing
 * answered. A snapshot is stored once for many runs with the same content: `takenAt` is that of the run, and the two
 * clocks are as far apart then as they were when it was stored. All ISO 8601.
 */
export function clusterTimeOf(
  {
    sections,
    takenAt: storedAt,
  }: Pick<Snapshot, 'takenAt'> & { readonly sections: Pick<Snapshot['sections'], 'connection'> },
  takenAt = storedAt,
): string {
  const { connection } = sections
  const ahead = connection.status === 'collected' ? Date.parse(connection.at) - Date.parse(storedAt) : 0
  return ahead === 0 || Number.isNaN(ahead) ? takenAt : new Date(Date.parse(takenAt) + ahead).toISOString()
}
