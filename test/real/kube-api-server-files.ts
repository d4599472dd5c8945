import { generateKeyPairSync } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeAuthority } from './certificates.ts'

/** Somebody the API server knows by a bearer token. */
export type TokenUser = { readonly token: string; readonly name: string; readonly groups: readonly string[] }

export type ServerFiles = {
  readonly caPem: string
  readonly kubeconfig: string
  readonly auditLog: string
  readonly flags: readonly string[]
}

/** Writes what an API server reads at its start, and names it in flags. */
export async function writeServerFiles(folder: string, users: readonly TokenUser[]): Promise<ServerFiles> {
  const file = (name: string) => join(folder, name)
  const authority = await makeAuthority(folder)
  const serving = await authority.serverCertificate('kube-apiserver')
  const { privateKey, publicKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  await mkdir(file('audit'))
  await writeFile(file('sa.key'), privateKey)
  await writeFile(file('sa.pub'), publicKey)
  await writeFile(file('tokens.csv'), users.map(tokenRow).join(''))
  await writeFile(file('audit-policy.json'), JSON.stringify(auditPolicy))
  return {
    caPem: authority.caPem,
    kubeconfig: file('kubeconfig.json'),
    auditLog: file('audit/audit.log'),
    flags: [
      `--tls-cert-file=${serving.certificate}`,
      `--tls-private-key-file=${serving.key}`,
      `--client-ca-file=${authority.caFile}`,
      `--service-account-signing-key-file=${file('sa.key')}`,
      `--service-account-key-file=${file('sa.pub')}`,
      `--token-auth-file=${file('tokens.csv')}`,
    ],
  }
}

export function auditFlags(folder: string, log: string): string[] {
  return [`--audit-policy-file=${join(folder, 'audit-policy.json')}`, `--audit-log-path=${log}`]
}

// who, what and when of every request; no bodies
const auditPolicy = { apiVersion: 'audit.k8s.io/v1', kind: 'Policy', rules: [{ level: 'Metadata' }] }

function tokenRow({ token, name, groups }: TokenUser): string {
  return `${[token, name, name, groups.join(',')].map(quoted).join(',')}\n`
}

function quoted(cell: string): string {
  return `"${cell.replaceAll('"', '""')}"`
}

/** The kubeconfig of a token, as JSON (which is YAML). */
export function kubeconfigOf(url: string, caPem: string, token: string): string {
  const caData = Buffer.from(caPem).toString('base64')
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'test', cluster: { server: url, 'certificate-authority-data': caData } }],
    users: [{ name: 'test', user: { token } }],
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'test' } }],
    'current-context': 'test',
  })
}
