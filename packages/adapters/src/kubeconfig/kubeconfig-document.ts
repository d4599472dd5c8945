import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { readYaml } from '@fleet-auditor/model/yaml-text.ts'
import { z } from 'zod'

const Text = z
  .string()
  .nullish()
  .transform((text) => (text ? text : undefined))
const Flag = z.boolean().nullish()
const listOf = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .nullish()
    .transform((items) => items ?? [])

const Exec = z.object({
  command: z.string().min(1),
  args: listOf(z.string()),
  env: listOf(z.object({ name: z.string(), value: z.string() })),
  apiVersion: z.string(),
  installHint: Text,
  provideClusterInfo: Flag,
})
export type Exec = z.infer<typeof Exec>

const User = z
  .object({
    'client-certificate': Text,
    'client-certificate-data': Text,
    'client-key': Text,
    'client-key-data': Text,
    token: Text,
    tokenFile: Text,
    username: Text,
    password: Text,
    as: Text,
    'as-groups': listOf(z.string()),
    exec: Exec.nullish(),
    'auth-provider': z.object({ name: z.string(), config: z.object({ 'id-token': Text }).nullish() }).nullish(),
  })
  .transform((user) => ({
    certificate: { data: user['client-certificate-data'], file: user['client-certificate'] },
    key: { data: user['client-key-data'], file: user['client-key'] },
    token: user.token,
    tokenFile: user.tokenFile,
    username: user.username,
    password: user.password,
    impersonates: user.as !== undefined || user['as-groups'].length > 0,
    exec: user.exec ?? undefined,
    authProvider: user['auth-provider'] ?? undefined,
  }))
export type User = z.infer<typeof User>

const Cluster = z
  .object({
    server: z.string().min(1),
    'certificate-authority': Text,
    'certificate-authority-data': Text,
    'insecure-skip-tls-verify': Flag,
    'tls-server-name': Text,
    'proxy-url': Text,
  })
  .transform((cluster) => ({
    server: cluster.server.replace(/\/$/, ''),
    authority: { data: cluster['certificate-authority-data'], file: cluster['certificate-authority'] },
    skipTlsVerify: cluster['insecure-skip-tls-verify'] === true,
    tlsServerName: cluster['tls-server-name'],
    proxyUrl: cluster['proxy-url'],
  }))
export type Cluster = z.infer<typeof Cluster>

const Name = z.string().min(1)

/** The fields of a kubeconfig that are used. Source: k8s.io/client-go/tools/clientcmd/api/v1. */
export const KubeconfigDocument = z.object({
  'current-context': Text,
  contexts: listOf(z.object({ name: Name, context: z.object({ cluster: z.string(), user: Text }) })),
  clusters: listOf(z.object({ name: Name, cluster: Cluster })),
  users: listOf(z.object({ name: Name, user: User.nullish().transform((user) => user ?? User.parse({})) })),
})
export type KubeconfigDocument = z.infer<typeof KubeconfigDocument>

export interface ReadDocument {
  /** Paths in the document are relative to it. */
  readonly folder: string
  readonly document: KubeconfigDocument
}

/** Throws AuditorError `config` with the place, but without a quotation: the file is full of secrets. */
export function parseKubeconfig(text: string, file: string): KubeconfigDocument {
  const { problems: mistakes, value } = readYaml(text)
  const [mistake] = mistakes
  if (mistake) {
    // The parser’s message on a syntax may quote the file.
    const words = mistake.code === 'syntax' ? 'not YAML' : mistake.message
    throw malformed(`${file}:${mistake.line}:${mistake.column}`, [words])
  }
  const parsed = KubeconfigDocument.safeParse(value ?? {})
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map(({ path, message }) => `${pathOf(path)}${message}`)
  throw malformed(file, problems)
}

const malformed = (place: string, problems: readonly string[]): AuditorError =>
  new AuditorError('config', `${place} is not a kubeconfig: ${problems.join('; ')}`, {
    place,
    remedy: 'check it with kubectl: kubectl config view --kubeconfig <file>',
  })

/** `clusters[2].cluster.server: `, nothing for the document itself. */
function pathOf(path: readonly PropertyKey[]): string {
  const words = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
  return words.length === 0 ? '' : `${words.join('').replace(/^\./, '')}: `
}
