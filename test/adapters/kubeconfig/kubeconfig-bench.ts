import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { stringify } from 'yaml'

export const now = () => '2026-11-20T02:00:00.000Z'
export const never = new AbortController().signal
export const pem = (label: string) => `-----BEGIN ${label}-----\nMIIB\n-----END ${label}-----\n`
export const base64 = (text: string) => Buffer.from(text).toString('base64')

/** A kubeconfig with one context `dev`, unless `more` replaces it. */
export const kubeconfig = (cluster: object, user?: object, more: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Config',
  'current-context': 'dev',
  contexts: [{ name: 'dev', context: { cluster: 'dev-cluster', ...(user ? { user: 'me' } : {}) } }],
  clusters: [{ name: 'dev-cluster', cluster: { server: 'https://api.example.test:6443', ...cluster } }],
  users: user ? [{ name: 'me', user }] : [],
  ...more,
})

/** Several contexts, each with a server of its own. */
export const contexts = (servers: Readonly<Record<string, string>>, current?: string) => ({
  ...(current === undefined ? {} : { 'current-context': current }),
  contexts: Object.keys(servers).map((name) => ({ name, context: { cluster: name } })),
  clusters: Object.entries(servers).map(([name, server]) => ({ name, cluster: { server } })),
})

/** A folder with these files: text as it is, anything else as YAML; a text that begins with `#!` may be executed. */
export async function folderWith(files: Readonly<Record<string, unknown>>) {
  const folder = await mkdtemp(join(tmpdir(), 'kubeconfig-'))
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name)
    const text = typeof content === 'string' ? content : stringify(content)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, text)
    if (text.startsWith('#!')) await chmod(path, 0o755)
  }
  return {
    folder,
    path: (name: string) => join(folder, name),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  }
}
