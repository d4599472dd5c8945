import type { WrittenFleetFile } from '@fleet-auditor/model/fleet-file.ts'

type Waiver = NonNullable<WrittenFleetFile['waivers']>[number]

/** A waiver of a check through its last day, on the clusters whose names match (all, where none is named). */
export const waiverOf = (check: string, expires: string, cluster = '*'): Waiver => ({
  check,
  clusters: { cluster },
  owner: 'ana',
  reason: 'replaced in December',
  expires,
})
