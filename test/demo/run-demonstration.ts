import { execFile } from 'node:child_process'
import path from 'node:path'
import { AuditDocument } from '@fleet-auditor/model/audit-document.ts'

const launcher = path.resolve(import.meta.dirname, '../../packages/cli/bin/fleet-auditor.mjs')

export interface DemonstratedRun {
  readonly exitCode: number
  readonly stderr: string
  readonly document: AuditDocument
}

/** Runs `fleet-auditor demo` as a person would, and reads what it printed. */
export function runDemonstration(data: string): Promise<DemonstratedRun> {
  const { promise, resolve, reject } = Promise.withResolvers<DemonstratedRun>()
  const args = [launcher, 'demo', '--data', data, '--format', 'json']
  const child = execFile(process.execPath, args, { maxBuffer: 64 * 2 ** 20 }, (_error, stdout, stderr) => {
    try {
      resolve({ exitCode: child.exitCode ?? -1, stderr, document: AuditDocument.parse(JSON.parse(stdout)) })
    } catch (error) {
      reject(new Error(`no document: ${stderr}`, { cause: error }))
    }
  })
  return promise
}

/** Checks that fail in one cluster at this severity or worse than `info`, each with its severity, worst first. */
export const failing = ({ document }: DemonstratedRun, cluster: string): string[] => [
  ...new Set(
    document.verdicts
      .filter((one) => one.cluster === cluster && one.verdict === 'fail')
      .map(({ check, severity }) => `${severity ?? ''} ${check}`)
      .toSorted(),
  ),
]

/** How findings changed: `opened public-broker eks:…`, with the reason where they were resolved; each once. */
export const changes = ({ document }: DemonstratedRun): string[] => [
  ...new Set(
    document.changes
      .filter(({ kind }) => kind !== 'unchanged' && kind !== 'incomparable')
      .map(({ kind, finding, cluster }) => [kind, finding.resolution, finding.check, cluster].filter(Boolean).join(' '))
      .toSorted(),
  ),
]

export const outcomeOf = ({ document }: DemonstratedRun, id: string): string => {
  const row = document.run.ledger.find((one) => one.id === id)
  return [row?.outcome, row?.cause].filter(Boolean).join(' ')
}
