import type { Container } from '@fleet-auditor/model/workload.ts'
import { publicValue, withheld } from './public-value.ts'
import { isSecretName, isSecretValue } from './secret-likeness.ts'

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
  'USER_DATA_FOLDER',
])

const aws = 'service.beta.kubernetes.io/aws-load-balancer-'
const azure = 'service.beta.kubernetes.io/azure-'

const flag = /^(?:true|false|[tfTF01]|TRUE|FALSE|True|False)$/
const ranges = /^[\da-fA-F.:/, ]{1,4096}$/
/** Security groups and prefix lists, by id or name; Azure subscriptions, or `*`. */
const names = /^(?=.{1,1024}$)(?:[\w.-]+|\*)(?:, ?(?:[\w.-]+|\*)| (?:[\w.-]+|\*))*$/

/** The annotations that checks read, each with the values it may have: what steers a load balancer. */
const readableAnnotations: ReadonlyMap<string, RegExp> = new Map([
  [`${aws}type`, /^(?:external|nlb|nlb-ip|clb)$/],
  [`${aws}scheme`, /^(?:internal|internet-facing)$/],
  [`${aws}internal`, flag],
  [`${aws}nlb-target-type`, /^(?:ip|instance)$/],
  [`${aws}security-groups`, names],
  [`${aws}extra-security-groups`, names],
  [`${aws}security-group-prefix-lists`, names],
  ['networking.gke.io/load-balancer-type', /^(?:in|ex)ternal$/i],
  ['cloud.google.com/load-balancer-type', /^(?:in|ex)ternal$/i],
  [`${azure}load-balancer-internal`, flag],
  ['service.beta.kubernetes.io/load-balancer-source-ranges', ranges],
  [`${azure}allowed-ip-ranges`, ranges],
  // `Internet`, `AzureFrontDoor.Backend`, `Storage.westeurope`.
  [`${azure}allowed-service-tags`, /^[\w., ]{1,512}$/],
  [`${azure}pls-create`, flag],
  [`${azure}pls-visibility`, names],
  [`${azure}pls-auto-approval`, names],
])

/** Labels that name a component, its release, or the GitOps tool that owns it. */
const readableLabels = [
  'app.kubernetes.io/',
  'helm.sh/chart',
  'argocd.argoproj.io/instance',
  'kustomize.toolkit.fluxcd.io/',
  'helm.toolkit.fluxcd.io/',
]

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
  if (valueFrom) {
    const source = sources.find(([key]) => valueFrom[key])?.[1] ?? 'field'
    return source === 'config-map' && isSecretName(name) ? { name, source, secretLike: true } : { name, source }
  }
  if (!value) return { name, source: 'empty' }
  if (name === 'OTEL_CONFIG') return { name, source: 'literal', value: tracingValue(value) }
  const fact: EnvFact = isSecretValue(name, value)
    ? { name, source: 'literal', secretLike: true }
    : { name, source: 'literal' }
  return readableEnv.has(name) ? { ...fact, value: publicValue(value) } : fact
}

/** It may hold headers with tokens: what is stored is whether there is an endpoint, and whether TLS is off. */
function tracingValue(text: string): string {
  if (!/\bendpoint["']?\s*:\s*["']?[^\s"',}]/.test(text)) return 'no endpoint'
  return /\binsecure["']?\s*:\s*["']?true\b/.test(text) ? 'insecure' : 'secure'
}

/** A value that its annotation may not have is withheld; that there is one is retained, for it may count. */
export const readableAnnotationsOf = (annotations: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(annotations).flatMap(([key, value]) => {
      const values = readableAnnotations.get(key)
      return values ? [[key, value === '' || values.test(value) ? value : withheld]] : []
    }),
  )

/** `selecting`: keys retained besides, because a selector names them. */
export const readableLabelsOf = (
  labels: Readonly<Record<string, string>>,
  selecting: Readonly<Record<string, string>> = {},
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(labels).filter(
      ([key, value]) =>
        // As the API server admits values: nothing else is a label's.
        /^[\w.-]{0,63}$/.test(value) &&
        (key === 'app' ||
          key === 'component' ||
          Object.hasOwn(selecting, key) ||
          readableLabels.some((prefix) => key.startsWith(prefix))),
    ),
  )
