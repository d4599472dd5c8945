import { access, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseAllDocuments } from 'yaml'
import { repositoryRoot } from './cache.ts'
import type { KubeApiServer } from './kube-api-server.ts'
import { apply, kubeObject } from './kube-objects.ts'
import type { KubeObject } from './kube-objects.ts'

/** Objects captured from Meshery installs; the folder stands beside the repository, in development and in CI. */
export const manifestFolder = join(repositoryRoot, '../shared/reference/meshery-manifests')

export type Install = 'server-only' | 'modern' | 'legacy'

type Pick = { readonly file: string; readonly kinds?: readonly string[] }

const installs: Readonly<Record<Install, readonly Pick[]>> = {
  'server-only': [{ file: 'server.yaml' }],
  modern: [{ file: 'server.yaml' }, { file: 'operator.yaml' }, { file: 'broker.yaml' }, { file: 'meshsync.yaml' }],
  // the old operator's custom resources need the definitions, which are captured with the new one
  legacy: [
    { file: 'server.yaml' },
    { file: 'operator.yaml', kinds: ['CustomResourceDefinition'] },
    { file: 'legacy-operator-0.8.yaml' },
  ],
}

/** The objects of an install, as captured: change them before they are applied to make another story. */
export async function installObjects(install: Install): Promise<KubeObject[]> {
  const perFile = installs[install].map(async ({ file, kinds }) => {
    const objects = await readManifest(join(manifestFolder, file))
    return kinds === undefined ? objects : objects.filter((object) => kinds.includes(object.kind))
  })
  return (await Promise.all(perFile)).flat()
}

/** Loads files of captured or written objects; answers them as they stand in the files. */
export async function loadManifests(server: KubeApiServer, files: readonly string[]): Promise<KubeObject[]> {
  const objects = (await Promise.all(files.map(readManifest))).flat()
  await apply(server, objects)
  return objects
}

export async function readManifest(file: string): Promise<KubeObject[]> {
  const documents = parseAllDocuments(await readFile(file, 'utf8'))
  const objects: KubeObject[] = []
  for (const document of documents) {
    const [error] = document.errors
    if (error !== undefined) throw new Error(`${file}: ${error.message}`)
    const content: unknown = document.toJS()
    // a comment before the first separator is an empty document
    if (content !== null) objects.push(kubeObject.parse(content))
  }
  return objects
}

export async function manifestsPresent(): Promise<void> {
  await access(manifestFolder)
}
