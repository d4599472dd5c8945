import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { codeOf, fileTexts, readTextFile } from '../wire/text-file.ts'
import { readPodAccess } from './in-cluster.ts'
import { parseKubeconfig, type Cluster, type ReadDocument, type User } from './kubeconfig-document.ts'
import type { KubeconfigOptions } from './options.ts'

/** A context with what it names; paths in it are relative to `folder` of the file that has the entry. */
export interface KubeconfigContext {
  readonly name: string
  readonly clusterName: string
  readonly cluster?: ContextCluster
  readonly userName?: string
  readonly user?: ContextUser
}

export type ContextCluster = Cluster & { readonly folder: string }
export type ContextUser = User & { readonly folder: string }

export interface Kubeconfig {
  /** For messages. */
  readonly place: string
  readonly current?: string
  readonly contexts: ReadonlyMap<string, KubeconfigContext>
}

/**
 * Reads one named file, or the default files merged as kubectl does: of two entries with one name the first stays,
 * a missing file is passed over. Where no file is named and `~/.kube/config` is missing, a pod's ServiceAccount takes
 * its place. Throws AuditorError `config`.
 *
 * Files are not read by client-node's `KubeConfig`: importing it loads the whole generated API (over 280 ms of every
 * start), its merge refuses two entries of one name, it resolves no `tokenFile`, knows no `as-groups`, and an error of
 * its parser quotes the file, which is full of secrets.
 */
export async function readKubeconfig(file: string | undefined, options: KubeconfigOptions): Promise<Kubeconfig> {
  const named = file === undefined ? options.defaultFiles : [file]
  const paths = named.length > 0 ? named.map(inHome) : [join(homedir(), '.kube', 'config')]
  const place = paths.join(', ')
  const read = await Promise.all(paths.map((path) => readDocument(path, named.length !== 1)))
  const documents = read.filter((one) => one !== undefined)
  if (documents.length > 0) return merged(place, documents)
  const pod = named.length === 0 ? await readPodAccess(options) : undefined
  if (!pod) throw missing(place)
  return merged(pod.folder, [pod])
}

const inHome = (path: string): string => (path.startsWith('~/') ? join(homedir(), path.slice(2)) : path)

/** Bytes of a kubeconfig: 1,600 contexts with their certificates have 8 MB. */
const longestFile = 8 * 2 ** 20

async function readDocument(path: string, passOver: boolean): Promise<ReadDocument | undefined> {
  try {
    return { folder: dirname(path), document: parseKubeconfig(await readTextFile(path, longestFile), path) }
  } catch (error) {
    if (error instanceof AuditorError) throw error
    const code = codeOf(error)
    if (code === 'ENOENT' && passOver) return undefined
    throw code === 'ENOENT' ? missing(path) : unreadable(path, code, error)
  }
}

const missing = (place: string): AuditorError =>
  new AuditorError('config', `there is no kubeconfig at ${place}`, {
    place,
    remedy: 'name one with --kubeconfig or KUBECONFIG, or let the cloud write one (aws eks update-kubeconfig, …)',
  })

const unreadable = (place: string, code: string, cause: unknown): AuditorError =>
  new AuditorError('config', `the kubeconfig cannot be read: ${place} ${fileTexts.get(code) ?? `(${code})`}`, {
    place,
    remedy: `name a file that you may read with --kubeconfig or KUBECONFIG, a regular one of at most ${longestFile / 2 ** 20} MB`,
    cause,
  })

function merged(place: string, documents: readonly ReadDocument[]): Kubeconfig {
  const clusters = new Map<string, ContextCluster>()
  const users = new Map<string, ContextUser>()
  // Backwards, so that the first of two with one name is what stays.
  for (const { folder, document } of documents.toReversed()) {
    for (const { name, cluster } of document.clusters.toReversed()) clusters.set(name, { ...cluster, folder })
    for (const { name, user } of document.users.toReversed()) users.set(name, { ...user, folder })
  }
  const contexts = new Map<string, KubeconfigContext>()
  for (const { name, context } of documents.flatMap(({ document }) => document.contexts)) {
    if (contexts.has(name)) continue
    const cluster = clusters.get(context.cluster)
    const user = users.get(context.user ?? '')
    contexts.set(name, {
      name,
      clusterName: context.cluster,
      cluster,
      userName: context.user || undefined,
      user,
    })
  }
  const current = documents.map(({ document }) => document['current-context']).find((name) => name !== undefined)
  return { place, contexts, current }
}
