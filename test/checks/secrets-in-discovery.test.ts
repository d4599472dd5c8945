import { secretsInDiscovery } from '@fleet-auditor/checks/catalog/secrets-in-discovery.ts'
import type { Container } from '@fleet-auditor/model/workload.ts'
import { testCheck, type CheckCase } from './check-case.ts'
import { container, meshsync, meshSyncResource, operatorMode, server, workload } from './meshery-objects.ts'

const redact = (edits: Partial<Container['env'][number]> = {}): Container['env'] => [
  { name: 'MESHSYNC_REDACT_SECRETS', source: 'literal', value: 'true', ...edits },
]
const meshsyncOf = (image: string, env: Container['env'] = redact()) => ({
  workloads: [workload({ ...meshsync, containers: [container({ name: 'meshsync', image, env })] })],
})
const subject = 'Deployment meshery/meshery-meshsync'
const from = 'built-in default'
const fails = (name: string, sections: CheckCase['sections'], place = from): CheckCase => ({
  name,
  sections,
  expect: [
    {
      verdict: 'fail',
      severity: 'medium',
      evidence: { from: place },
      text: `Secrets are on its watch-list (${place}), and their contents are not redacted`,
    },
  ],
})
const passes = (name: string, sections: CheckCase['sections'], evidence: Record<string, unknown>): CheckCase => ({
  name,
  sections,
  expect: [{ verdict: 'pass', evidence }],
})
const whitelist = (...names: string[]) => JSON.stringify(names.map((Resource) => ({ Resource })))

testCheck(secretsInDiscovery, [
  fails('operator mode with the default watch-list', { workloads: operatorMode }),
  fails('embedded mode with the default watch-list', { workloads: [server] }),
  fails(
    'a blacklist without Secrets in it',
    { workloads: operatorMode, meshSyncs: [meshSyncResource({ watchList: { blacklist: '["pods.v1."]' } })] },
    'MeshSync meshery/meshery-meshsync spec.watch-list, blacklist',
  ),
  passes(
    'a whitelist without Secrets',
    { workloads: operatorMode, meshSyncs: [meshSyncResource({ watchList: { whitelist: whitelist('pods.v1.') } })] },
    { from: 'MeshSync meshery/meshery-meshsync spec.watch-list, whitelist', redacts: false },
  ),
  ...['meshery/meshsync:1.0.2', 'meshery/meshsync:v1.1.0', 'mirror.example/meshsync:2.0.0-rc.1'].map((image) =>
    passes(`redaction on ${image}`, meshsyncOf(image), { from, redacts: true }),
  ),
  ...['meshery/meshsync:1.0.1', 'meshery/meshsync:0.8.11'].map((image) =>
    fails(`redaction on ${image}, which does not know it`, meshsyncOf(image)),
  ),
  {
    name: 'redaction on an image whose version is not known',
    sections: meshsyncOf(`meshery/meshsync@sha256:${'a'.repeat(64)}`),
    expect: [{ verdict: 'unknown', subject, cause: 'malformed' }],
  },
  ...(['config-map', 'secret', 'field'] as const).map((source) => ({
    name: `redaction by a ${source}`,
    sections: meshsyncOf('meshery/meshsync:1.0.3', redact({ source, value: undefined })),
    expect: [{ verdict: 'unknown', subject, cause: 'undeclared' }] as const,
  })),
  ...['false', '1', 'True'].map((value) =>
    fails(`redaction set to ${value}`, meshsyncOf('meshery/meshsync:1.0.3', redact({ value }))),
  ),
  passes(
    'embedded mode with redaction',
    { workloads: [workload({ containers: [container({ env: redact() })] })] },
    { from, redacts: true },
  ),
  { name: 'no Meshery', sections: {}, expect: [{ verdict: 'not-applicable' }] },
])
