import { createHash } from 'node:crypto'
import { canonical } from '@fleet-auditor/model/canonical.ts'
import type { StoredRow, StoreRows } from '../ports/store-rows.ts'

/** Version of the exported file. */
export const exportVersion = 1

/** The first line. */
const headerOf = (layout: string) => ({ export: 'fleet-auditor', version: exportVersion, layout })

/** The proof of the first row's predecessor: what the header is. */
export const firstProof = (layout: string): string => proofOf('', headerOf(layout))

/** Of a row behind the one before: a line that is changed, lost or moved shows in the next proof. */
export const proofOf = (before: string, value: object): string =>
  createHash('sha256').update(before).update(canonical(value)).digest('hex').slice(0, 16)

/**
 * A store as lines of JSON: what it is, a line for each row, and the number of rows. Equal stores have equal lines. The
 * proofs show what was cut or damaged on the way; they are no signature.
 */
export async function* exportStore(rows: StoreRows): AsyncGenerator<string> {
  let proof = firstProof(rows.layout)
  let count = 0
  let from: Pick<StoredRow, 'pk' | 'sk'> | undefined
  yield `${canonical(headerOf(rows.layout))}\n`
  do {
    const page = await rows.page(from)
    for (const row of page.rows) {
      proof = proofOf(proof, row)
      count += 1
      yield `${canonical({ proof, row })}\n`
    }
    from = page.next
  } while (from)
  yield `${canonical({ end: true, proof, rows: count })}\n`
}
