import type { KubernetesObject } from '@fleet-auditor/simulator/kubernetes/kubernetes-object.ts'
import type { Story } from '../contract/stories.ts'
import type { KubeObject } from './kube-objects.ts'
import { installObjects, type Install } from './manifests.ts'
import { nodeObject } from './node-object.ts'

const node = nodeObject({ name: 'node-1', providerId: 'aws:///eu-west-1a/i-1', internalIp: '10.0.0.1' })

const captured = (install: Install) => async () => [node, ...(await installObjects(install))].map(manifest)

/** Without the owners' UIDs, which the real server assigns again, and absent rather than undefined fields. */
function manifest({ metadata, ...object }: KubeObject): KubernetesObject {
  const { ownerReferences: _references, uid: _uid, namespace, ...rest } = metadata
  return { ...object, metadata: { ...rest, ...(namespace === undefined ? {} : { namespace }) } }
}

const operated = [
  'Deployment meshery/meshery',
  'Deployment meshery/meshery-operator',
  'Deployment meshery/meshery-meshsync',
  'Broker meshery/meshery-broker',
  'MeshSync meshery/meshery-meshsync',
]

/** The installs that were captured from clusters, on both sides. */
export const capturedStories: readonly Story[] = [
  { name: 'captured: modern', objects: captured('modern'), found: [...operated, 'StatefulSet meshery/meshery-nats'] },
  { name: 'captured: legacy', objects: captured('legacy'), found: [...operated, 'StatefulSet meshery/meshery-broker'] },
  { name: 'captured: server only', objects: captured('server-only'), found: ['Deployment meshery/meshery'] },
]
