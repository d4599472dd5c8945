import type { Install } from './manifests.ts'

/** The verdicts that each captured install must fail, over all checks that read Kubernetes. */
export const expectedFailures: Readonly<Record<Install, readonly string[]>> = {
  modern: [
    'discovery-permission-gap: high ServiceAccount meshery/meshery-operator',
    'exposed-server-service: high Service meshery/meshery',
    'missing-node-watch: high ServiceAccount meshery/meshery-operator',
    'missing-resources: medium Deployment meshery/meshery, container meshery',
    'secrets-in-discovery: medium Deployment meshery/meshery-meshsync',
    'unpinned-image: medium Deployment meshery/meshery, container meshery',
    'wildcard-role: high ServiceAccount meshery/meshery-server',
  ],
  legacy: [
    'exposed-broker-monitoring: high Service meshery/meshery-broker, port 8222',
    'exposed-server-service: high Service meshery/meshery',
    'missing-resources: info StatefulSet meshery/meshery-broker, container nats',
    'missing-resources: info StatefulSet meshery/meshery-broker, container reloader',
    'missing-resources: medium Deployment meshery/meshery, container meshery',
    'missing-resources: medium Deployment meshery/meshery-operator, container kube-rbac-proxy',
    'missing-resources: medium Deployment meshery/meshery-operator, container manager',
    'public-broker: critical Service meshery/meshery-broker',
    'unpinned-image: medium Deployment meshery/meshery, container meshery',
    'unpinned-image: medium Deployment meshery/meshery-meshsync, container meshsync',
    'unpinned-image: medium Deployment meshery/meshery-operator, container manager',
    'unready-component: high Deployment meshery/meshery-operator',
    'wildcard-role: high ServiceAccount meshery/meshery-operator',
    'wildcard-role: high ServiceAccount meshery/meshery-server',
  ],
  'server-only': [
    'exposed-server-service: high Service meshery/meshery',
    'missing-resources: medium Deployment meshery/meshery, container meshery',
    'secrets-in-discovery: medium Deployment meshery/meshery',
    'unpinned-image: medium Deployment meshery/meshery, container meshery',
    'wildcard-role: high ServiceAccount meshery/meshery-server',
  ],
}
