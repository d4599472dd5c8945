import process from 'node:process'
import { withDeadline } from '@fleet-auditor/audit/deadline.ts'
import { diagnose, type MissingGrant, type Diagnosis } from '@fleet-auditor/audit/queries/diagnose.ts'
import { clusterLabel } from '@fleet-auditor/model/cluster-label.ts'
import { grantLabel } from '@fleet-auditor/report/grant-label.ts'
import { listed } from '@fleet-auditor/report/listed.ts'
import { safeText } from '@fleet-auditor/report/safe-text.ts'
import { cancelOnSignal } from '../cancel-on-signal.ts'
import type { Environment } from '../environment.ts'
import { scopesFor, scopesIn, type SourceFlags, type Sources } from '../sources.ts'
import { contextOfFlags } from '../run-context.ts'
import { progressTo } from '../progress-line.ts'
import { wireWithoutStore } from '../wiring.ts'

/** Reads every source and tells what each still needs. Exit code 3 while something is missing. */
export async function doctor(flags: SourceFlags, environment: Environment): Promise<number> {
  const sources = await scopesFor(flags)
  const cancel = cancelOnSignal()
  const shown = progressTo(environment.interactive ? 'line' : 'quiet', environment)
  try {
    const diagnosis = await run(sources, flags, environment, cancel.signal, shown.progress)
    shown.end()
    process.stdout.write(`${lines(diagnosis).join('\n')}\n`)
    if (cancel.signal.aborted) return 130
    return diagnosis.missingGrants.length === 0 && diagnosis.scopes.every(({ outcome }) => outcome === 'listed') ? 0 : 3
  } finally {
    shown.end()
    cancel.dispose()
  }
}

function run(
  sources: Sources,
  flags: SourceFlags,
  environment: Environment,
  signal: AbortSignal,
  progress: Parameters<typeof wireWithoutStore>[0]['progress'],
): Promise<Diagnosis> {
  return withDeadline(signal, flags.deadlineMs, async (within) => {
    const { fleet } = sources
    const ports = await wireWithoutStore({ fleet, environment, progress })
    const context = contextOfFlags(flags, fleet, within)
    const selection = { scopes: [], clusters: flags.clusters, providers: flags.providers }
    try {
      const expanded = await scopesIn(sources, context, ports)
      return await diagnose({ ...expanded, selection }, context, ports)
    } finally {
      await ports.prober.close()
    }
  })
}

function lines({ scopes, clusters, healthy, missingGrants }: Diagnosis): string[] {
  return [
    ...scopes.map(
      ({ id, outcome, detail }) =>
        `${outcome === 'listed' ? '✓' : '✗'} ${safeText(id)}: ${outcome}${detail ? `, ${safeText(detail)}` : ''}`,
    ),
    `${healthy} of ${clusters} clusters can be read in full`,
    ...missingGrants.flatMap(missingGrantLines),
  ]
}

const labelOf = (id: string): string => safeText(clusterLabel({ id }))

function missingGrantLines({ failure, clusters, sections }: MissingGrant): string[] {
  const many = clusters.length === 1 ? labelOf(clusters[0] ?? '') : `${clusters.length} clusters`
  const remedy = failure.grant ? safeText(grantLabel(failure.grant)) : safeText(failure.detail)
  return [
    '',
    `✗ ${many}: ${failure.cause}: ${safeText(failure.detail)}`,
    `  not read: ${sections.join(', ')}`,
    `  → ${remedy}`,
    ...(clusters.length > 1 ? [`  ${listed(clusters.map(labelOf), 10)}`] : []),
  ]
}
