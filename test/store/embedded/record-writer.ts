import { randomBytes } from 'node:crypto'
import process from 'node:process'
import { openEmbeddedStore } from '@fleet-auditor/adapters/store/embedded/embedded.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { Change } from '@fleet-auditor/model/finding.ts'
import { cluster, finding, record, opened, resolved } from '../records.ts'

/**
 * A process that records records until it is killed or its store fails: `node record-writer.ts <folder> <kilobytes>`.
 * Prints `ack <cluster> <number>` for every record that the store acknowledged, and its error as JSON.
 */
const [folder = '', kilobytes = '0'] = process.argv.slice(2)
// without a handler the kernel ends the process where a file would grow past the limit
process.on('SIGXFSZ', () => {})

export const writtenClusters = ['a', 'b', 'c']

const at = (number: number): string => new Date(Date.UTC(2026, 1, 1) + number * 3_600_000).toISOString()

/** Opens one finding a record and resolves the one of three records before. */
function changesOf(key: string, number: number): Change[] {
  const own = (of: number) => finding(`${key}-${of}`, { openedAt: at(of), changedAt: at(of), changedIn: `run-${of}` })
  const evidence = { noise: randomBytes(Number(kilobytes) * 768).toString('base64') }
  const ended = resolved(own(number - 3), 1)
  const changes = [opened({ ...own(number), evidence })]
  return number > 3 ? [...changes, { ...ended, finding: { ...ended.finding, changedAt: at(number) } }] : changes
}

async function write(): Promise<void> {
  const store = await openEmbeddedStore({ folder, now: () => '2026-02-20T00:00:00.000Z' })
  for (;;) {
    for (const key of writtenClusters) {
      const { head } = await store.readState(cluster(key))
      const number = Number(head?.run.slice('run-'.length) ?? 0) + 1
      await store.recordAudit({
        ...record(cluster(key), 1, { changes: changesOf(key, number) }),
        run: `run-${number}`,
        takenAt: at(number),
      })
      process.stdout.write(`ack ${key} ${number}\n`)
    }
  }
}

const printable = ({ code, message, details: { place, remedy } }: AuditorError) => ({
  code,
  message,
  details: { place, remedy },
})

if (import.meta.main) {
  await write().catch((error: unknown) => {
    const printed = error instanceof AuditorError ? printable(error) : { message: String(error) }
    process.stdout.write(`${JSON.stringify(printed)}\n`)
    process.exitCode = 4
  })
}
