import { secretsInDiscovery } from '@fleet-auditor/checks/catalog/secrets-in-discovery.ts'
import { Plane } from '@fleet-auditor/model/fleet-file.ts'
import type { Container } from '@fleet-auditor/model/workload.ts'
import { testCheck, type CheckCase } from './check-case.ts'
import { container, meshsync, meshSyncResource, operatorMode, server, workload } from './meshery-objects.ts'

const redact = (edits: Partial<Container['env'][number]> = {}): Container['env'] => [
  { name: 'MESHSYNC_REDACT_SECRETS', source: 'literal', value: 'true', ...edits },
]
const meshsyncOf = (image: string, env: Container['env'] = redact()) => ({
  workloads: [workload({ ...meshsync, containers: [container({ name: 'meshsync', image, env })] })],
})
const serverOf = (image: string) => workload({ containers: [container({ image, env: redact() })] })
const outside = Plane.parse({ name: 'central', discovery: 'embedded', discoversAs: { user: 'meshery' }, manages: [{}] })
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
  ...['false', 'yes', '0'].map((value) =>
    fails(`redaction set to ${value}`, meshsyncOf('meshery/meshsync:1.0.3', redact({ value }))),
  ),
  ...['1', 'True', 'TRUE'].map((value) =>
    passes(
      `redaction set to ${value}, which MeshSync reads as true`,
      meshsyncOf('meshery/meshsync:1.0.3', redact({ value })),
      {
        from,
        redacts: true,
      },
    ),
  ),
  fails('redaction in another container of the pod', {
    workloads: [
      workload({
        ...meshsync,
        containers: [
          container({ name: 'proxy', image: 'proxy:1.0.3', env: redact() }),
          container({ name: 'meshsync', image: 'mirror.example/meshsync:1.0.3' }),
        ],
      }),
    ],
  }),
  fails(
    'redaction that a later entry of the same name takes back',
    meshsyncOf('meshery/meshsync:1.0.3', [...redact(), ...redact({ value: 'false' })]),
  ),
  passes(
    'embedded mode with redaction by a Server that knows it',
    { workloads: [serverOf('meshery/meshery:stable-v1.0.67')] },
    { from, redacts: true },
  ),
  fails('embedded mode with redaction by a Server that cannot know it', {
    workloads: [serverOf('meshery/meshery:stable-v1.0.36')],
  }),
  ...['meshery/meshery:stable-v1.0.64', 'meshery/meshery:stable-latest'].map((image) => ({
    name: `embedded mode with redaction by ${image}, of which that is not known`,
    sections: { workloads: [serverOf(image)] },
    expect: [{ verdict: 'unknown', subject: 'Deployment meshery/meshery', cause: 'malformed' }] as const,
  })),
  {
    name: 'a plane outside that discovers Secrets',
    sections: {},
    context: { planes: [outside] },
    expect: [{ verdict: 'unknown', subject: 'Plane central', cause: 'undeclared' }],
  },
  {
    name: 'a plane outside whose Server redacts, as declared',
    sections: {},
    context: { planes: [{ ...outside, redactsSecrets: true }] },
    expect: [{ verdict: 'pass', subject: 'Plane central', evidence: { from, redacts: true } }],
  },
  {
    name: 'a plane outside whose Server does not redact, as declared',
    sections: {},
    context: { planes: [{ ...outside, redactsSecrets: false }] },
    expect: [
      {
        verdict: 'fail',
        subject: 'Plane central',
        text: `Secrets are on its watch-list (${from}), and their contents are not redacted`,
      },
    ],
  },
  {
    name: 'a plane outside, and a watch-list without Secrets',
    sections: { meshSyncs: [meshSyncResource({ watchList: { whitelist: whitelist('pods.v1.') } })] },
    context: { planes: [outside] },
    expect: [{ verdict: 'pass', subject: 'Plane central' }],
  },
  {
    name: 'a plane outside beside the Server of the cluster',
    sections: { workloads: [server] },
    context: { planes: [outside] },
    expect: [
      { verdict: 'fail', text: `Secrets are on its watch-list (${from}), and their contents are not redacted` },
      { verdict: 'unknown', subject: 'Plane central', cause: 'undeclared' },
    ],
  },
  { name: 'no Meshery', sections: {}, expect: [{ verdict: 'not-applicable' }] },
])
