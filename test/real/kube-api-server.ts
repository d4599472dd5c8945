import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { readAuditLog } from './audit-log.ts'
import type { AuditEvent } from './audit-log.ts'
import { startEtcd } from './etcd.ts'
import type { Etcd } from './etcd.ts'
import { httpsRequest } from './https-request.ts'
import type { ApiAnswer, ApiRequest } from './https-request.ts'
import { auditFlags, kubeconfigOf, writeServerFiles } from './kube-api-server-files.ts'
import type { ServerFiles, TokenUser } from './kube-api-server-files.ts'
import { kubeBinaries } from './kube-binaries.ts'
import { runCommand } from './run-command.ts'
import { startServerProcess } from './server-process.ts'
import type { ServerProcess } from './server-process.ts'
import { temporaryFolder } from './temporary-folder.ts'
import type { TemporaryFolder } from './temporary-folder.ts'

export type KubeApiServerOptions = {
  readonly users: readonly TokenUser[]
  /** Keep an audit log (Metadata level, every request). Default no. */
  readonly audit?: boolean
  /** A store to share with other servers; this one keeps to a prefix of its own. Default: a store of its own. */
  readonly etcd?: Etcd
  /** More flags of kube-apiserver. */
  readonly flags?: readonly string[]
}

export type KubeApiServer = {
  readonly url: string
  readonly port: number
  readonly caPem: string
  /** A token of group system:masters. */
  readonly adminToken: string
  /** Any request; as the admin unless it has a token of its own or `token: ''` for none. */
  readonly request: (asked: ApiRequest) => Promise<ApiAnswer>
  /** kubectl as the admin; answers its stdout. */
  readonly kubectl: (args: readonly string[], stdin?: string) => Promise<string>
  /** A kubeconfig (as text) for a token. */
  readonly kubeconfig: (token: string) => string
  readonly auditLog: () => Promise<AuditEvent[]>
  /** Forgets every older revision in the store, so that a `continue` given before is 410 Expired. */
  readonly expirePages: () => Promise<void>
  readonly close: () => Promise<void>
}

type Started = {
  readonly folder: TemporaryFolder
  readonly files: ServerFiles
  readonly etcd: Etcd
  readonly process: ServerProcess
  readonly adminToken: string
  readonly close: () => Promise<void>
}

/** A real kube-apiserver on loopback with no controllers beside it: statuses appear only when written. */
export async function startKubeApiServer(options: KubeApiServerOptions): Promise<KubeApiServer> {
  const adminToken = randomUUID()
  const admin = { token: adminToken, name: 'test-admin', groups: ['system:masters'] }
  const folder = await temporaryFolder('kube-apiserver')
  const undo: (() => Promise<void>)[] = [folder.remove]
  // last started, first closed
  const close = async () => {
    for (const step of undo.splice(0).reverse()) await step()
  }
  try {
    const files = await writeServerFiles(folder.path, [admin, ...options.users])
    const etcd = options.etcd ?? (await startEtcd())
    if (options.etcd === undefined) undo.push(etcd.close)
    const process = await startProcess(folder.path, files, etcd, adminToken, options)
    undo.push(process.close)
    return await serverOf({ folder, files, etcd, process, adminToken, close })
  } catch (error) {
    await close()
    throw error
  }
}

async function startProcess(
  folder: string,
  files: ServerFiles,
  etcd: Etcd,
  adminToken: string,
  options: KubeApiServerOptions,
): Promise<ServerProcess> {
  const { apiServer } = await kubeBinaries()
  const fixed = [...flags(etcd), ...files.flags, ...(options.audit ? auditFlags(folder, files.auditLog) : [])]
  const own = (port: number | undefined) => [`--secure-port=${port}`, `--service-account-issuer=${urlOf(port)}`]
  const ask = (port: number | undefined, path: string) =>
    httpsRequest(urlOf(port), files.caPem, { path, token: adminToken })
  return startServerProcess({
    name: 'kube-apiserver',
    folder,
    portCount: 1,
    command: ([port]) => [apiServer, ...fixed, ...own(port), ...(options.flags ?? [])],
    // kube-system comes a moment after the server reports that it is ready
    ready: async ([port]) =>
      (await ask(port, '/readyz')).status === 200 && (await ask(port, '/api/v1/namespaces/kube-system')).status === 200,
    withinMs: 90_000,
  })
}

function flags(etcd: Etcd): string[] {
  return [
    `--etcd-servers=${etcd.url}`,
    `--etcd-prefix=/registry-${randomUUID()}`,
    '--bind-address=127.0.0.1',
    '--advertise-address=127.0.0.1',
    '--service-cluster-ip-range=10.96.0.0/12',
    '--authorization-mode=Node,RBAC',
    // without controllers no default ServiceAccount appears, and a new node would keep its not-ready taint for ever
    '--disable-admission-plugins=ServiceAccount,TaintNodesByCondition',
    '--endpoint-reconciler-type=none',
    // its cache would serve a page for minutes after the store has forgotten it: expirePages could not expire anything
    '--feature-gates=ListFromCacheSnapshot=false',
  ]
}

function urlOf(port: number | undefined): string {
  return `https://127.0.0.1:${port}`
}

async function serverOf(started: Started): Promise<KubeApiServer> {
  const { files, etcd, adminToken, close } = started
  const [port = 0] = started.process.ports
  const url = urlOf(port)
  const request = (asked: ApiRequest) => httpsRequest(url, files.caPem, { token: adminToken, ...asked })
  const kubeconfig = (token: string) => kubeconfigOf(url, files.caPem, token)
  await writeFile(files.kubeconfig, kubeconfig(adminToken), { mode: 0o600 })
  const { kubectl } = await kubeBinaries()
  return {
    url,
    port,
    caPem: files.caPem,
    adminToken,
    request,
    kubeconfig,
    kubectl: (args, stdin) =>
      runCommand(kubectl, [`--kubeconfig=${files.kubeconfig}`, ...args], stdin === undefined ? {} : { stdin }),
    auditLog: () => readAuditLog(files.auditLog, (path) => request({ path })),
    expirePages: etcd.compact,
    close,
  }
}
