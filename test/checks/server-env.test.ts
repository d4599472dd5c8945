import { plaintextSecret } from '@fleet-auditor/checks/catalog/plaintext-secret.ts'
import { unexpectedOperator } from '@fleet-auditor/checks/catalog/unexpected-operator.ts'
import { serverEnv, variableOf } from '@fleet-auditor/checks/facts/workload/server-env.ts'
import { clusterChecks } from '@fleet-auditor/checks/registry.ts'
import type { Container, EnvSource } from '@fleet-auditor/model/workload.ts'
import { describe, expect, it } from 'vitest'
import { judge } from './check-case.ts'
import { literal } from './env-of.ts'
import { container, operator, workload } from './meshery-objects.ts'

type Given = Partial<Pick<Container, 'env' | 'envFrom'>>

const server = (given: Given) => workload({ containers: [container({ name: 'meshery', env: [], ...given })] })

const settings: EnvSource = { kind: 'ConfigMap', name: 'settings' }
const credentials: EnvSource = { kind: 'Secret', name: 'credentials', optional: true }

describe('a variable of the Server', () => {
  it.each<[string, Given, ReturnType<typeof variableOf>]>([
    ['not set at all', {}, { value: undefined }],
    ['a literal', { env: [literal('PROVIDER', 'Meshery')] }, { value: 'Meshery' }],
    [
      'a literal beside envFrom: it comes first',
      { env: [literal('PROVIDER', 'a')], envFrom: [settings] },
      { value: 'a' },
    ],
    [
      'set to nothing beside envFrom: it comes first too',
      { env: [{ name: 'PROVIDER', source: 'empty' }], envFrom: [settings] },
      { value: undefined },
    ],
    ['envFrom of a ConfigMap', { envFrom: [settings] }, { from: 'ConfigMap settings (envFrom)' }],
    [
      'envFrom of a ConfigMap and of an optional Secret',
      { envFrom: [settings, credentials] },
      { from: 'ConfigMap settings or Secret credentials (envFrom)' },
    ],
    [
      'envFrom with a prefix that its name has',
      { envFrom: [{ ...settings, prefix: 'PRO' }] },
      { from: 'ConfigMap settings (envFrom)' },
    ],
    [
      'envFrom with a prefix that its name does not have',
      { envFrom: [{ ...settings, prefix: 'APP_' }] },
      { value: undefined },
    ],
    ['a key of a ConfigMap', { env: [{ name: 'PROVIDER', source: 'config-map' }] }, { from: 'a ConfigMap' }],
    ['a key of a Secret', { env: [{ name: 'PROVIDER', source: 'secret' }] }, { from: 'a Secret' }],
    ['a field of the pod', { env: [{ name: 'PROVIDER', source: 'field' }] }, { from: 'a field of its pod' }],
    [
      'a literal that the collector withheld',
      { env: [{ name: 'PROVIDER', source: 'literal' }] },
      { from: 'a value that is withheld' },
    ],
    [
      'a literal after a key of a Secret: the last entry counts',
      { env: [{ name: 'PROVIDER', source: 'secret' }, literal('PROVIDER', 'Meshery')] },
      { value: 'Meshery' },
    ],
  ])('that is %s', (_, given, expected) => {
    expect(variableOf(server(given), 'PROVIDER')).toEqual(expected)
  })

  it('of another container does not count', () => {
    const beside = container({ name: 'proxy', image: 'registry.example/proxy:1.0.0', envFrom: [settings] })
    const { containers } = server({})
    expect(variableOf(workload({ containers: [beside, ...containers] }), 'PROVIDER')).toEqual({ value: undefined })
  })

  it('that cannot be read is unknown, with the way to have it read', () => {
    expect(serverEnv(server({ envFrom: [settings] }), 'PROVIDER')).toMatchObject({
      verdict: 'unknown',
      cause: 'undeclared',
      detail: 'PROVIDER of meshery may come from ConfigMap settings (envFrom), which is not read',
      grant: { kind: 'action', sentence: expect.stringContaining('under env of the container') },
    })
  })
})

/** Values that change some verdict of every check that reads the variable. */
const values: readonly (readonly [name: string, value: string])[] = [
  ['PROVIDER', 'Meshery'],
  ['PROVIDER_BASE_URLS', 'https://provider.example'],
  ['MESHSYNC_DEFAULT_DEPLOYMENT_MODE', 'operator'],
  ['MESHSYNC_DEFAULT_DEPLOYMENT_MODE', 'embedded'],
  ['MESHERY_SERVER_CALLBACK_URL', 'https://meshery.example/api/user/token'],
  ['RELEASE_CHANNEL', 'edge'],
  ['LOG_LEVEL', '6'],
  ['DEBUG', 'true'],
  ['MESHSYNC_REDACT_SECRETS', 'true'],
  ['POLICY_EVAL_TIMEOUT', '10s'],
  ['USER_DATA_FOLDER', '/data'],
  ['OTEL_CONFIG', 'insecure'],
]

const bounded = { mounts: [{ path: '/data', volume: 'emptyDir', readOnly: false }] }
const on = (given: Given, beside: boolean) => {
  const alone = workload({ containers: [container({ name: 'meshery', env: [], ...bounded, ...given })] })
  return { workloads: beside ? [alone, operator] : [alone] }
}
/** All but `plaintext-secret`, which counts variables and judges envFrom itself. */
const checks = clusterChecks.filter(({ id }) => id !== plaintextSecret.id)
const read = checks.flatMap((check) =>
  values.flatMap(([name, value]) =>
    [false, true].flatMap((beside) => {
      const without = judge(check, on({}, beside))
      const given = judge(check, on({ env: [literal(name, value)] }, beside))
      return JSON.stringify(without) === JSON.stringify(given) ? [] : [[check.id, name, beside, check] as const]
    }),
  ),
)

describe('a check whose answer depends on a variable of the Server', () => {
  it('is found for every variable', () => {
    expect([...new Set(read.map(([, name]) => name))]).toEqual(expect.arrayContaining(values.map(([name]) => name)))
  })

  it.each(read)('%s does not judge where envFrom may give %s (an Operator beside it: %s)', (_, name, beside, check) => {
    const verdicts = judge(check, on({ envFrom: [{ ...settings, prefix: name.slice(0, -1) }] }, beside))
    const open = { verdict: 'unknown', cause: 'undeclared', detail: expect.stringContaining(name) }
    const nothingToJudge = { verdict: 'not-applicable', reason: 'no component of the operator is here' }
    expect(verdicts).toEqual([
      expect.objectContaining(check.id === unexpectedOperator.id && !beside ? nothingToJudge : open),
    ])
  })
})
