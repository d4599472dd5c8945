import { parseImage, repositoryOf, type ImageReference } from '@fleet-auditor/model/image-reference.ts'
import type { Component, Generation } from '@fleet-auditor/model/workload.ts'
import type { Candidate } from './candidate.ts'

/** Of which generation a part of Meshery is, where names and labels show it (meshery.md §1.6). */
export const generationOf: Readonly<Record<Component, (candidate: Candidate) => Generation | undefined>> = {
  server: () => undefined,
  adapter: () => undefined,
  operator: operatorGeneration,
  meshsync: meshSyncGeneration,
  broker: ({ labels }) => (labels['component'] === 'broker' ? 'legacy' : 'modern'),
}

/** Operators before 1.0 shipped with kube-rbac-proxy beside the manager; the tag decides where it is a version. */
function operatorGeneration({ containers }: Candidate): Generation | undefined {
  const proxied = containers.some(
    ({ name, image }) => name === 'kube-rbac-proxy' || repositoryOf(parseImage(image)) === 'kube-rbac-proxy',
  )
  if (proxied) return 'legacy'
  const major = majorOf(
    parseImage(containers.find(({ name }) => name === 'manager')?.image ?? containers[0]?.image ?? ''),
  )
  return major === 0 ? 'legacy' : 'modern'
}

/** Only the modern operator gives MeshSync a token; only the old one gave it a host port. */
function meshSyncGeneration({ containers }: Candidate): Generation | undefined {
  if (containers.some(({ env }) => env.some(({ name }) => name === 'NATS_TOKEN'))) return 'modern'
  return containers.some(({ ports }) => ports.some(({ hostPort }) => hostPort !== undefined)) ? 'legacy' : undefined
}

function majorOf({ tag }: ImageReference): number | undefined {
  const major = /^v?(\d+)\.\d+\.\d+/.exec(tag ?? '')?.[1]
  return major === undefined ? undefined : Number(major)
}
