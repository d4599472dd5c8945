import { readFile, stat, writeFile } from 'node:fs/promises'
import process from 'node:process'
import { collectFleet, type CollectedFleet } from '@fleet-auditor/audit/exchange/collect-fleet.ts'
import { newCollectorKey, privateKeyOf } from '@fleet-auditor/audit/exchange/collector-keys.ts'
import { signatureOf } from '@fleet-auditor/audit/exchange/signed-text.ts'
import { withDeadline } from '@fleet-auditor/audit/deadline.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { clusterLabel } from '@fleet-auditor/model/cluster-label.ts'
import type { CollectedFile, CollectedPayload } from '@fleet-auditor/model/collected-file.ts'
import { safeText } from '@fleet-auditor/report/safe-text.ts'
import type { Environment } from '../environment.ts'
import { cancelOnSignal } from '../cancel-on-signal.ts'
import { contextOfFlags } from '../run-context.ts'
import { progressTo } from '../progress-line.ts'
import { scopesFor, scopesIn, type SourceFlags } from '../sources.ts'
import { wireWithoutStore } from '../wiring.ts'

export interface CollectFlags extends SourceFlags {
  readonly output: string
  /** File of the private key, PKCS#8 PEM. */
  readonly key: string
  readonly keyId: string
  readonly probeTimeoutMs: number
}

/** Collects the clusters within reach into one signed file. Exit code 3 where some could not be read. */
export async function collect(flags: CollectFlags, environment: Environment): Promise<number> {
  const key = privateKeyOf(await readKey(flags.key), `--key ${flags.key}`)
  const cancel = cancelOnSignal()
  const shown = progressTo(environment.interactive ? 'line' : 'quiet', environment)
  try {
    const { payload, unread } = await collectOne(flags, environment, cancel.signal, shown.progress)
    shown.end()
    if (cancel.signal.aborted) return 130
    const signed = { schema: 'urn:fleet-auditor:collected:v1', keyId: flags.keyId, payload: textOf(payload) } as const
    await writeSigned(flags.output, { ...signed, signature: signatureOf(signed, key) })
    process.stderr.write(told(flags.output, payload, unread))
    return unread.length === 0 && payload.clusters.length > 0 ? 0 : 3
  } finally {
    shown.end()
    cancel.dispose()
  }
}

/** Writes the private half where nobody else reads it, and prints the entry for the fleet file. */
export async function newKey(file: string): Promise<void> {
  const { privatePem, publicKey } = newCollectorKey()
  await writeFile(file, privatePem, { mode: 0o600, flag: 'wx' }).catch((cause: NodeJS.ErrnoException) => {
    const there = cause.code === 'EEXIST'
    throw new AuditorError(
      'config',
      there ? 'that file exists already' : `the key cannot be written: ${cause.message}`,
      {
        place: `--new-key ${file}`,
        remedy: 'name a file that does not exist, in a folder you may write',
        cause,
      },
    )
  })
  process.stdout.write(`collectors:\n  - id: <name it>\n    publicKey: ${publicKey}\n`)
}

const textOf = (payload: CollectedPayload): string => JSON.stringify(payload)

function collectOne(
  flags: CollectFlags,
  environment: Environment,
  signal: AbortSignal,
  progress: Parameters<typeof wireWithoutStore>[0]['progress'],
): Promise<CollectedFleet> {
  return withDeadline(signal, flags.deadlineMs, async (within) => {
    const sources = await scopesFor(flags)
    const { fleet } = sources
    const ports = await wireWithoutStore({ fleet, environment, progress })
    const context = contextOfFlags(flags, fleet, within)
    const selection = { scopes: [], clusters: flags.clusters, providers: flags.providers }
    try {
      const expanded = await scopesIn(sources, context, ports)
      return await collectFleet({ ...expanded, selection }, context, ports)
    } finally {
      await ports.prober.close()
    }
  })
}

/** Anybody who reads this key can speak for the collector. */
async function readKey(file: string): Promise<string> {
  const place = `--key ${file}`
  const remedy = 'make one with: fleet-auditor collect --new-key <file>'
  try {
    const { mode } = await stat(file)
    if ((mode & 0o077) !== 0) {
      throw new AuditorError('config', 'the signing key may be read by others', { place, remedy: `chmod 600 ${file}` })
    }
    return await readFile(file, 'utf8')
  } catch (cause) {
    if (cause instanceof AuditorError) throw cause
    const detail = cause instanceof Error ? cause.message : String(cause)
    throw new AuditorError('config', `the signing key cannot be read: ${detail}`, { place, remedy, cause })
  }
}

async function writeSigned(file: string, signed: CollectedFile): Promise<void> {
  await writeFile(file, `${JSON.stringify(signed)}\n`, { mode: 0o600 }).catch((cause: Error) => {
    throw new AuditorError('config', `the collected file cannot be written: ${cause.message}`, {
      place: `--output ${file}`,
      remedy: 'name a file in a folder you may write',
      cause,
    })
  })
}

function told(file: string, { clusters }: CollectedPayload, unread: CollectedFleet['unread']): string {
  const lines = [
    `${clusters.length} clusters collected into ${file}`,
    ...unread.map((row) => {
      const name = row.kind === 'cluster' ? clusterLabel(row) : row.id
      return `✗ ${safeText(name)}: ${row.cause ?? 'not read'}: ${safeText(row.detail ?? '')}`
    }),
  ]
  return `${lines.join('\n')}\n`
}
