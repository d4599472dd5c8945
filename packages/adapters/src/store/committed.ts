import type { Owner } from '@fleet-auditor/model/owner.ts'
import type { FleetTable } from './fleet-table.ts'
import { readHead } from './heads.ts'
import { stateKey } from './keys.ts'
import { damaged } from './packed-rows.ts'
import { project } from './projection.ts'
import type { HeadRow } from './table-entities.ts'
import { readState, type OwnerNight } from './state-rows.ts'

/** An owner's HEAD and the state that it names. */
export interface Committed {
  readonly head: HeadRow
  readonly state: OwnerNight
}

/** A night that commits between our two reads takes the state we want away; it leaves another. */
const attempts = 5

/** What is committed; a night that died before its projection was done is projected first. */
export async function readCommitted(table: FleetTable, owner: Owner): Promise<Committed | undefined> {
  let missing = ''
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const head = await readHead(table, owner)
    if (!head) return undefined
    const state = await readState(table, owner, head.stateVersion)
    if (state && head.projected) return { head, state }
    if (state) {
      await project(table, owner, head.stateVersion, state)
      return { head: { ...head, projected: true }, state }
    }
    missing = head.stateVersion
  }
  throw damaged(table, stateKey(owner, missing), 'HEAD names a state that is not there')
}
