import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { z } from 'zod'
import type { StoredRow, StoreRows } from '../ports/store-rows.ts'
import { exportVersion, firstProof, proofOf } from './export-store.ts'

const Header = z.strictObject({ export: z.literal('fleet-auditor'), version: z.number().int(), layout: z.string() })
const Value = z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.strictObject({ B: z.base64() })])
const Key = z.string().min(1)
const RowLine = z.strictObject({ proof: z.string(), row: z.object({ pk: Key, sk: Key }).catchall(Value) })
const EndLine = z.strictObject({ end: z.literal(true), proof: z.string(), rows: z.number().int() })

/** Rows written at once. */
const batch = 100

interface ImportedFile {
  /** For messages. */
  readonly name: string
  /** From the beginning, at every call: the file is proven whole before anything is written. */
  readonly lines: () => AsyncIterable<string>
}

/**
 * Writes an exported store into an empty one; resolves to the number of rows. Throws AuditorError `usage` for a store that
 * is not empty, and for a file that is none of these, of another layout or version, cut off, or changed.
 */
export async function importStore({ name, lines }: ImportedFile, rows: StoreRows): Promise<number> {
  if (!(await rows.isEmpty())) {
    throw refusal('the store is not empty', 'where it is imported', 'import into a new folder, or a new table')
  }
  let count = 0
  for await (const _ of rowsIn(name, lines(), rows.layout)) count += 1
  let some: StoredRow[] = []
  for await (const row of rowsIn(name, lines(), rows.layout)) {
    some.push(row)
    if (some.length < batch) continue
    await rows.put(some)
    some = []
  }
  await rows.put(some)
  return count
}

/** Every row of the file, each proven. Throws where the file ends without its end, or goes on behind it. */
async function* rowsIn(name: string, lines: AsyncIterable<string>, layout: string): AsyncGenerator<StoredRow> {
  let proof = ''
  let at = 0
  let isOver = false
  for await (const line of lines) {
    at += 1
    const place = `${name}, line ${at}`
    if (isOver) throw refusal('the file goes on behind its end', place, again)
    const value = jsonOf(line, place)
    if (at === 1) {
      requireHeader(value, layout, place)
      proof = firstProof(layout)
      continue
    }
    const end = EndLine.safeParse(value)
    if (end.success) {
      if (end.data.proof !== proof || end.data.rows !== at - 2) {
        throw refusal('lines are missing before it', place, again)
      }
      isOver = true
      continue
    }
    const row = RowLine.safeParse(value)
    const expected = row.success ? proofOf(proof, row.data.row) : undefined
    if (!row.success || row.data.proof !== expected) {
      throw refusal('this line, or one before it, was changed', place, again)
    }
    proof = expected
    yield row.data.row
  }
  if (!isOver) throw refusal('the file is cut off', `${name}, after line ${at}`, again)
}

const again = 'export it again, and copy the file whole'

function jsonOf(line: string, place: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    throw refusal('this line is no JSON, or cut off', place, again)
  }
}

function requireHeader(value: unknown, layout: string, place: string): void {
  const header = Header.safeParse(value)
  if (!header.success) throw refusal('this is no exported store', place, 'name a file that fleet-auditor export wrote')
  if (header.data.version > exportVersion) {
    throw refusal('the file was written by a newer fleet-auditor', place, 'upgrade fleet-auditor')
  }
  if (header.data.layout === layout) return
  const message = `the file holds a store of the layout ${header.data.layout}, and this one is ${layout}`
  throw refusal(message, place, 'import it by the fleet-auditor that exported it')
}

const refusal = (message: string, place: string, remedy: string): AuditorError =>
  new AuditorError('usage', message, { place, remedy })
