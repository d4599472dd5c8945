import { withDeadline } from '@fleet-auditor/audit/deadline.ts'
import { collectFleet, type CollectedFleet } from '@fleet-auditor/audit/exchange/collect-fleet.ts'
import { privateKeyOf, signatureOf } from '@fleet-auditor/audit/exchange/collector-keys.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { clusterLabel } from '@fleet-auditor/model/cluster-label.ts'
import type { CollectedPayload } from '@fleet-auditor/model/collected-file.ts'
import { safeText } from '@fleet-auditor/report/safe-text.ts'
import { showProgress } from '../printing/progress.ts'
import { cancelOnSignal } from '../stop-signals.ts'
import { readKey, writeNewKey, writeSigned } from '../wiring/collector-files.ts'
import type { Io } from '../wiring/environment.ts'
import { expandSources, sourcesOf } from '../wiring/fleet-file.ts'
import { wirePorts } from '../wiring/ports.ts'
import { requireWritable } from '../wiring/private-file.ts'
import { contextOf, selectionOf } from '../wiring/run-context.ts'
import { defineCommand } from './define-command.ts'
import { optionalOption } from './options/option.ts'
import { fleetOptions } from './options/shared-options.ts'
import { text } from './options/values.ts'

const options = {
  ...fleetOptions,
  output: optionalOption('--output <file>', 'write the signed file there', text),
  key: optionalOption('--key <file>', 'private key to sign with (mode 0600)', text),
  keyId: optionalOption('--key-id <id>', 'its id under collectors in the fleet file', text),
  newKey: optionalOption('--new-key <file>', 'make a key, print its entry for the fleet file, and end', text),
}

/** Collects the clusters within reach into one signed file. Exit code 3 where some could not be read. */
export const collectCommand = defineCommand({
  name: 'collect',
  summary: 'collect clusters into one signed file, for ingest to evaluate elsewhere',
  options,
  async run({ output, key, keyId, newKey, ...read }, io) {
    if (newKey !== undefined) {
      return io.out(`collectors:\n  - id: <name it>\n    publicKey: ${await writeNewKey(newKey)}\n`)
    }
    if (output === undefined || key === undefined || keyId === undefined) throw missingOptions({ output, key, keyId })
    await requireWritable(output)
    const privateKey = privateKeyOf(await readKey(key), `--key ${key}`)
    using shown = showProgress(io.environment.interactive ? 'line' : 'quiet', io)
    using cancel = cancelOnSignal()
    const { payload, unread } = await collected(read, cancel.signal, shown.progress, io)
    shown.end()
    if (cancel.signal.aborted) return 130
    const signed = { schema: 'urn:fleet-auditor:collected:v1', keyId, payload: JSON.stringify(payload) } as const
    await writeSigned(output, { ...signed, signature: signatureOf(signed, privateKey) })
    io.err(summaryText(output, payload, unread))
    return unread.length === 0 && payload.clusters.length > 0 ? 0 : 3
  },
})

type ReadInput = Omit<ReturnType<typeof collectCommand.parse>, 'output' | 'key' | 'keyId' | 'newKey'>

function collected(
  input: ReadInput,
  outer: AbortSignal,
  progress: Parameters<typeof wirePorts>[0]['progress'],
  { environment }: Io,
): Promise<CollectedFleet> {
  return withDeadline(outer, input.deadlineMs, async (signal) => {
    const sources = await sourcesOf(input)
    const { fleet } = sources
    await using ports = await wirePorts({ fleet, environment, progress })
    const context = contextOf(input, fleet, signal)
    const expanded = await expandSources(sources, context, ports)
    return await collectFleet({ ...expanded, selection: selectionOf(input) }, context, ports)
  })
}

/** Names every missing option at once. */
function missingOptions(given: Readonly<Record<'output' | 'key' | 'keyId', string | undefined>>): AuditorError {
  const missing = (['output', 'key', 'keyId'] as const).filter((key) => given[key] === undefined)
  return new AuditorError('usage', `collect needs ${missing.map((key) => options[key].name).join(', ')}`, {
    place: 'fleet-auditor collect',
    remedy: 'fleet-auditor collect --help',
  })
}

function summaryText(file: string, { clusters }: CollectedPayload, unread: CollectedFleet['unread']): string {
  const lines = [
    `${clusters.length} ${clusters.length === 1 ? 'cluster' : 'clusters'} collected into ${file}`,
    ...unread.map((row) => {
      const name = row.kind === 'cluster' ? clusterLabel(row) : row.id
      return `✗ ${safeText(name)}: ${row.cause ?? 'not read'}: ${safeText(row.detail ?? '')}`
    }),
  ]
  return `${lines.join('\n')}\n`
}
