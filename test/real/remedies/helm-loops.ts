/** A check that fails for one release of the Server's chart, and what a person would set for its remedy. */
export interface HelmLoop {
  readonly check: string
  /** Values of the chart that make it fail; absent: those that the release is installed with. */
  readonly set?: readonly string[]
  readonly variables?: Readonly<Record<string, string>>
  /** A cloud's controller has given the Service this public address. */
  readonly address?: string
}

/** What an engineer gave before, and must have after every remedy. */
export const earlier = ['nodeSelector.pool=meshery', 'env.TZ=Europe/Berlin']

/** In an order in which an engineer would take them; each begins where the one before ended. */
export const helmLoops: readonly HelmLoop[] = [
  { check: 'unpinned-image', variables: { VERSION: '1.0.67' } },
  { check: 'edge-channel', set: ['image.tag=edge-v1.0.68'], variables: { VERSION: '1.0.67' } },
  { check: 'missing-resources', variables: { CPU_REQUEST: '500m', CPU_LIMIT: '2' } },
  { check: 'undersized-memory', set: ['resources.limits.memory=256Mi', 'resources.requests.memory=256Mi'] },
  { check: 'unbounded-server-cache' },
  { check: 'missing-probes', set: ['probe.livenessProbe.enabled=false'] },
  {
    check: 'hasty-probes',
    set: [
      'probe.livenessProbe.initialDelaySeconds=1',
      'probe.livenessProbe.periodSeconds=1',
      'probe.livenessProbe.failureThreshold=1',
    ],
  },
  // Its remedy leaves the volume to a person, before the command.
  { check: 'unhardened-workload', set: ['dataVolume=true'] },
  {
    check: 'local-provider',
    variables: { PROVIDER: 'Meshery', PROVIDER_URL: 'https://cloud.meshery.io', EXTERNAL_HOST: 'meshery.example.com' },
  },
  {
    check: 'loose-provider-urls',
    set: ['env.PROVIDER_BASE_URLS=https://cloud.meshery.io https://cloud.layer5.io'],
    variables: { PROVIDER_URL: 'https://cloud.meshery.io' },
  },
  {
    check: 'wrong-callback-url',
    set: ['env.MESHERY_SERVER_CALLBACK_URL=http://meshery'],
    variables: { EXTERNAL_HOST: 'meshery.example.com' },
  },
  { check: 'verbose-logging', set: ['env.LOG_LEVEL=6'] },
  { check: 'short-policy-timeout', set: ['env.POLICY_EVAL_TIMEOUT=30s'] },
  { check: 'secrets-in-discovery' },
  {
    check: 'exposed-server-service',
    set: ['service.type=LoadBalancer'],
    address: '34.90.1.3',
    variables: { INGRESS_CLASS: 'nginx', TLS_SECRET: 'meshery-tls', MESHERY_HOST: 'meshery.example.com' },
  },
]

/** The checks whose printed helm commands are run on a release. */
export const helmLoopedChecks: readonly string[] = helmLoops.map(({ check }) => check)
