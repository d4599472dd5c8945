import { untrustedRegistry } from '@fleet-auditor/checks/catalog/untrusted-registry.ts'
import { Thresholds } from '@fleet-auditor/model/fleet-file.ts'
import { testCheck } from './check-case.ts'
import type { CheckCase } from './check-case.ts'
import { container, workload } from './meshery-objects.ts'

const of = (image: string) => ({ workloads: [workload({ containers: [container({ image })] })] })
const trusted = (image: string): CheckCase => ({ name: image, sections: of(image), expect: [{ verdict: 'pass' }] })
const untrusted = (image: string, repository: string): CheckCase => ({
  name: image,
  sections: of(image),
  expect: [
    {
      verdict: 'fail',
      severity: 'medium',
      evidence: { image, repository },
      text: `${repository} is not on the list`,
    },
  ],
})

testCheck(untrustedRegistry, [
  ...[
    'meshery/meshery:stable-latest',
    'docker.io/meshery/meshsync:1.0.3',
    'nats:2.14.2-alpine',
    'natsio/nats-server-config-reloader:0.23.0',
    'ghcr.io/meshery/meshery-operator:1.0.5',
    'registry.k8s.io/kubebuilder/kube-rbac-proxy:v0.16.0',
    'layer5/meshery',
  ].map(trusted),
  untrusted('mesherry/meshery', 'docker.io/mesherry/meshery'),
  untrusted('ghcr.io/meshery-fork/meshery', 'ghcr.io/meshery-fork/meshery'),
  untrusted('registry.example:5000/meshery/meshery:v1.0.64', 'registry.example:5000/meshery/meshery'),
  untrusted('localhost/meshery/meshery', 'localhost/meshery/meshery'),
  untrusted('postgres:16', 'docker.io/library/postgres'),
  {
    name: 'a mirror that the fleet file names',
    sections: of('registry.example:5000/mirror/meshery:v1.0.64'),
    context: { thresholds: Thresholds.parse({ registries: ['registry.example:5000/mirror'] }) },
    expect: [{ verdict: 'pass' }],
  },
  {
    name: 'a registry whose name only begins like the mirror’s',
    sections: of('registry.example:5000/mirrored/meshery:v1.0.64'),
    context: { thresholds: Thresholds.parse({ registries: ['registry.example:5000/mirror'] }) },
    expect: [{ verdict: 'fail', text: 'registry.example:5000/mirrored/meshery is not on the list' }],
  },
  { name: 'no Meshery', sections: {}, expect: [{ verdict: 'not-applicable' }] },
])
