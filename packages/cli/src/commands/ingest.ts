import type { AuditedFleet } from '@fleet-auditor/audit/audit-fleet.ts'
import { withDeadline } from '@fleet-auditor/audit/deadline.ts'
import { ingestCollected } from '@fleet-auditor/audit/exchange/ingest-collected.ts'
import { openCollected } from '@fleet-auditor/audit/exchange/open-collected.ts'
import type { CollectedPayload } from '@fleet-auditor/model/collected-file.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { exitCodeOf } from '../exit-code.ts'
import { printReport } from '../printing/audit-report.ts'
import { progressStyle, showProgress } from '../printing/progress.ts'
import { clock } from '../wiring/clock.ts'
import { readSigned } from '../wiring/collector-files.ts'
import type { Io } from '../wiring/environment.ts'
import { readFleetFile } from '../wiring/fleet-file.ts'
import { requireWritable } from '../wiring/private-file.ts'
import { contextOf, selectionOf } from '../wiring/run-context.ts'
import { openStoreAt, openStoreForRuns } from '../wiring/store.ts'
import { defineCommand } from './define-command.ts'
import { argument, option, requiredOption } from './options/option.ts'
import { fleetOptions, reportOptions, storeOptions } from './options/shared-options.ts'
import { lifetime, text } from './options/values.ts'

/** Evaluates and stores what a collector read, as a run of its own that leaves the rest of the fleet alone. */
export const ingestCommand = defineCommand({
  name: 'ingest',
  summary: 'evaluate and store a collected file, as a run of its own',
  arguments: { file: argument('<file>', 'what collect wrote', '<file>', text) },
  options: {
    fleet: requiredOption('--fleet <file>', 'fleet file that names the collector’s key', text),
    maxAgeMs: option('--max-age <time>', 'refuse what was collected longer ago: 12h, 2d', lifetime, '24h'),
    ...storeOptions,
    ...reportOptions,
    deadlineMs: fleetOptions.deadlineMs,
  },
  async run(input, io) {
    if (input.output !== undefined) await requireWritable(input.output)
    const fleet = await readFleetFile(input.fleet)
    const { file, maxAgeMs } = input
    const payload = openCollected(await readSigned(file), { fleet, now: clock.now(), maxAgeMs, place: file })
    const audited = await auditCollected(payload, fleet, input, io)
    await printReport(audited, input, io)
    return exitCodeOf(audited.document, input)
  },
})

/** No cluster is asked, so that only the evaluation needs limits. */
const limits = { concurrency: 16, clusterDeadlineMs: 20_000 }

async function auditCollected(
  payload: CollectedPayload,
  fleet: FleetFile,
  input: ReturnType<typeof ingestCommand.parse>,
  io: Io,
): Promise<AuditedFleet> {
  await using store =
    input.table === undefined
      ? await openStoreForRuns(input.data, fleet)
      : await openStoreAt({ ...input, retention: fleet.retention })
  using shown = showProgress(progressStyle(input, io.environment), io)
  const request = { payload, file: input.file, selection: selectionOf({ clusters: [], providers: [] }) }
  const { signal: never } = new AbortController()
  return await withDeadline(never, input.deadlineMs, (signal) =>
    ingestCollected(request, contextOf(limits, fleet, signal), { store, clock, progress: shown.progress }),
  )
}
