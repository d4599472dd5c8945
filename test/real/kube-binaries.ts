import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { built } from './cache.ts'
import { runCommand } from './run-command.ts'

export type KubeBinaries = { readonly apiServer: string; readonly etcd: string; readonly kubectl: string }

const module = join(import.meta.dirname, 'kubernetes')
const programs = ['kube-apiserver', 'etcd', 'kubectl']
const buildMinutes = 30

/** kube-apiserver, etcd and kubectl, built from their own Go modules: minutes when nothing is there, at once after. */
export async function kubeBinaries(): Promise<KubeBinaries> {
  const manifest = await readFile(join(module, 'go.mod'), 'utf8')
  const version = kubernetesVersion(manifest)
  const sources = programs.map((program) => join(module, 'cmd', program, 'main.go'))
  const files = await Promise.all([join(module, 'go.sum'), ...sources].map((file) => readFile(file, 'utf8')))
  const folder = await built({
    part: 'kubernetes',
    madeFrom: [manifest, ...files, ...linkFlags(version)],
    build: (into) => build(version, into),
  })
  return {
    apiServer: join(folder, 'kube-apiserver'),
    etcd: join(folder, 'etcd'),
    kubectl: join(folder, 'kubectl'),
  }
}

function kubernetesVersion(manifest: string): string {
  const version = /k8s\.io\/kubernetes (v[\d.]+)/.exec(manifest)?.[1]
  if (version === undefined) throw new Error('test/real/kubernetes/go.mod names no version of k8s.io/kubernetes')
  return version
}

async function build(version: string, folder: string): Promise<void> {
  const args = ['build', '-trimpath', '-ldflags', linkFlags(version).join(' '), '-o', `${folder}/`, './cmd/...']
  const env = { ...process.env, CGO_ENABLED: '0' }
  await runCommand('go', args, { cwd: module, env, withinMs: buildMinutes * 60_000 })
}

/** Without these the server would report v0.0.0. */
function linkFlags(version: string): string[] {
  const [major, minor] = version.slice(1).split('.')
  const set = (name: string, value: string | undefined) => `-X k8s.io/component-base/version.${name}=${value}`
  return ['-s', '-w', set('gitVersion', version), set('gitMajor', major), set('gitMinor', minor)]
}
