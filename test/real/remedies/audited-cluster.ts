import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { compare, type Compared, type FingerprintedVerdict } from '@fleet-auditor/checks/compare.ts'
import type { ClusterContext } from '@fleet-auditor/checks/context.ts'
import { remedyOf } from '@fleet-auditor/checks/describe-finding.ts'
import { allChecks } from '@fleet-auditor/checks/registry.ts'
import { canonical } from '@fleet-auditor/model/canonical.ts'
import type { Finding } from '@fleet-auditor/model/finding.ts'
import type { Provider } from '@fleet-auditor/model/provider.ts'
import type { Remedy, RemedyStep } from '@fleet-auditor/model/remedy.ts'
import type { Verdict } from '@fleet-auditor/model/verdict.ts'
import { auditor, collectFrom, grantAuditor, judge } from '../collect-and-judge.ts'
import { startKubeApiServer, type KubeApiServer } from '../kube-api-server.ts'
import { runCommand } from '../run-command.ts'
import { temporaryFolder } from '../temporary-folder.ts'

type Variables = Readonly<Record<string, string>>

type Audited = Compared & { readonly verdicts: readonly Verdict[] }

export interface AuditedCluster {
  readonly server: KubeApiServer
  readonly folder: string
  /** One audit, compared with the one before. */
  readonly audit: (edits?: Partial<ClusterContext>) => Promise<Audited>
  /** Those of severity info only where a check has no others: there they are for information, and have no command. */
  readonly open: (check: string) => Finding[]
  readonly everyOpen: () => Finding[]
  readonly remedy: (finding: Finding) => Remedy
  /** The lines as they are printed, in a shell that knows no current context. */
  readonly follow: (steps: readonly RemedyStep[], variables?: Variables) => Promise<void>
  readonly close: () => Promise<void>
}

/** An empty real cluster that the auditor may read. `programs`: the folders of kubectl and helm. */
export async function startAuditedCluster(programs: readonly string[]): Promise<AuditedCluster> {
  const folder = await temporaryFolder('closed-loop')
  const server = await startKubeApiServer({ users: [auditor] })
  const kubeconfig = path.join(folder.path, 'kubeconfig')
  const text = server.kubeconfig(server.adminToken).replaceAll('"test"', '"edge"')
  await writeFile(kubeconfig, text.replace('"current-context":"edge"', '"current-context":""'))
  await grantAuditor(server)
  let findings: readonly Finding[] = []
  let provider: Provider = 'eks'
  const cluster = {
    id: 'kubeconfig:edge@127.0.0.1',
    name: 'edge',
    scope: `kubeconfig:${kubeconfig}`,
    locator: '127.0.0.1',
  }
  return {
    server,
    folder: folder.path,
    audit: async (edits) => {
      const compared = await auditOnce(server, findings, edits)
      findings = compared.findings
      provider = edits?.provider ?? 'eks'
      return compared
    },
    open: (id) => {
      const found = findings.filter(({ check, state }) => check === id && state === 'open')
      const serious = found.filter(({ severity }) => severity !== 'info')
      return serious.length > 0 ? serious : found
    },
    everyOpen: () => findings.filter(({ state }) => state === 'open'),
    remedy: (finding) => {
      const check = allChecks.find(({ id }) => id === finding.check)
      if (!check) throw new Error(`no check ${finding.check}`)
      return remedyOf(check, { ...finding, provider }, cluster)
    },
    follow: async (steps, variables = {}) => {
      const env = { PATH: [...programs, '/usr/bin', '/bin'].join(':'), HOME: folder.path, ...variables }
      for (const { dryRun = [], commands } of steps) {
        for (const line of [...dryRun, ...commands]) {
          await runCommand('sh', ['-euc', line], { env, cwd: folder.path })
        }
      }
    },
    close: async () => {
      await server.close()
      await folder.remove()
    },
  }
}

async function auditOnce(
  server: KubeApiServer,
  before: readonly Finding[],
  edits: Partial<ClusterContext> = {},
): Promise<Audited> {
  const collection = await collectFrom(server)
  const verdicts = judge(collection, edits)
  const now = verdicts.map((verdict): FingerprintedVerdict =>
    verdict.verdict === 'fail' ? { verdict, fingerprint: canonical([verdict.check, verdict.subject]) } : { verdict },
  )
  const { takenAt } = collection
  const at = { incarnation: 1, run: takenAt, takenAt, provider: edits.provider ?? ('eks' as const) }
  return { ...compare(before, now, at), verdicts }
}
