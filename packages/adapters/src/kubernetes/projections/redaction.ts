import { withoutUserInfo } from '@fleet-auditor/model/printable-text.ts'
import type { Container } from '@fleet-auditor/model/workload.ts'

/** Environment variables whose literal values checks read and that hold no secret (meshery.md §8). */
const readableEnv: ReadonlySet<string> = new Set([
  'PROVIDER',
  'PROVIDER_BASE_URLS',
  'MESHSYNC_DEFAULT_DEPLOYMENT_MODE',
  'DISABLE_OPERATOR',
  'MESHERY_SERVER_CALLBACK_URL',
  'RELEASE_CHANNEL',
  'LOG_LEVEL',
  'DEBUG',
  'MESHERY_MANAGED_BROKER_PORTFORWARD',
  'ENABLE_WEBHOOKS',
  'MESHSYNC_REDACT_SECRETS',
  'POLICY_EVAL_TIMEOUT',
])

/** Annotations that steer load balancers and names: what an exposure is judged by. */
const readableAnnotations = [
  'service.beta.kubernetes.io/',
  'service.kubernetes.io/',
  'networking.gke.io/',
  'cloud.google.com/',
  'service.k8s.aws/',
  'eks.amazonaws.com/',
  'external-dns.alpha.kubernetes.io/hostname',
]

/** Labels that name a component, its release, or the GitOps tool that owns it. */
const readableLabels = [
  'app.kubernetes.io/',
  'helm.sh/chart',
  'argocd.argoproj.io/instance',
  'kustomize.toolkit.fluxcd.io/',
  'helm.toolkit.fluxcd.io/',
]

const longestValue = 300

type EnvFact = Container['env'][number]

/** An environment variable as the API gives it. */
export interface RawEnv {
  readonly name: string
  readonly value?: string | null | undefined
  readonly valueFrom?: Readonly<Record<string, unknown>> | null | undefined
}

const sources: readonly (readonly [key: string, source: EnvFact['source']])[] = [
  ['secretKeyRef', 'secret'],
  ['configMapKeyRef', 'config-map'],
]

export function readableEnvFact({ name, value, valueFrom }: RawEnv): EnvFact {
  if (valueFrom) return { name, source: sources.find(([key]) => valueFrom[key])?.[1] ?? 'field' }
  if (!value) return { name, source: 'empty' }
  return readableEnv.has(name)
    ? { name, source: 'literal', value: withoutUserInfo(value).slice(0, longestValue) }
    : { name, source: 'literal' }
}

export const readableAnnotationsOf = (annotations: Readonly<Record<string, string>>): Record<string, string> =>
  pick(annotations, (key) => readableAnnotations.some((prefix) => key.startsWith(prefix)))

/** `selecting`: keys retained besides, because a selector names them. */
export const readableLabelsOf = (
  labels: Readonly<Record<string, string>>,
  selecting: Readonly<Record<string, string>> = {},
): Record<string, string> =>
  pick(
    labels,
    (key) =>
      key === 'app' ||
      key === 'component' ||
      key in selecting ||
      readableLabels.some((prefix) => key.startsWith(prefix)),
  )

const pick = (map: Readonly<Record<string, string>>, keep: (key: string) => boolean): Record<string, string> =>
  Object.fromEntries(Object.entries(map).filter(([key]) => keep(key)))
