import type { KubernetesObject } from '@fleet-auditor/simulator/kubernetes/kubernetes-object.ts'
import { modernInstall, serverOnly } from '@fleet-auditor/simulator/meshery/installs.ts'
import type { ServerOptions } from '@fleet-auditor/simulator/meshery/server-install.ts'
import { changed, labelled, ofObject, withSpec } from './changed-objects.ts'

const kompose = { 'io.kompose.service': 'meshery' }

/** The Server from `install/deployment_yamls/k8s`: labels of kompose, and none of a chart (meshery.md §1). */
export const plainManifests = (options: ServerOptions): readonly KubernetesObject[] =>
  changed(
    serverOnly(options).map(withoutLabels),
    ofObject('Deployment', 'meshery', labelled(kompose, kompose)),
    ofObject('Service', 'meshery', (service) =>
      withSpec({ selector: kompose })({ ...service, metadata: { ...service.metadata, labels: kompose } }),
    ),
    (object) => (object.kind === 'Pod' ? { ...object, metadata: { ...object.metadata, labels: kompose } } : object),
  )

function withoutLabels(object: KubernetesObject): KubernetesObject {
  const { labels: _labels, annotations: _annotations, ...metadata } = object.metadata
  return { ...object, metadata }
}

const olm = {
  'olm.managed': 'true',
  'olm.owner': 'meshery-operator.v1.0.5',
  'olm.owner.kind': 'ClusterServiceVersion',
  'olm.owner.namespace': 'meshery',
  'operators.coreos.com/meshery-operator.meshery': '',
}

/** The operator by OLM: its Deployment bears labels of OLM alone, its pods those of the bundle. */
export const olmObjects = (options: Parameters<typeof modernInstall>[0]): readonly KubernetesObject[] => {
  const podLabels = { app: 'meshery', component: 'operator' }
  return changed(
    modernInstall(options),
    ofObject('Deployment', 'meshery-operator', labelled(olm, podLabels)),
    (object) =>
      object.kind === 'Pod' && object.metadata.name.startsWith('meshery-operator-')
        ? { ...object, metadata: { ...object.metadata, labels: podLabels } }
        : object,
  )
}
