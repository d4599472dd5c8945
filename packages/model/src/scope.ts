import { z } from 'zod'
import { Provider } from './provider.ts'

/** What one discovery call covers. `key` names it everywhere: `aws:111122223333:eu-west-1`, `gcp:my-project`. */
export const Scope = z.discriminatedUnion('provider', [
  z.object({
    provider: z.literal('eks'),
    account: z.string(),
    region: z.string(),
    roleArn: z.string().optional(),
    externalId: z.string().optional(),
    /** Found by asking for all regions of the account: the fleet file does not name this one. */
    everyRegion: z.boolean().optional(),
  }),
  z.object({ provider: z.literal('gke'), project: z.string() }),
  z.object({
    provider: z.literal('aks'),
    subscription: z.string(),
    tenant: z.string().optional(),
    allowLocalAccount: z.boolean(),
  }),
  z.object({
    provider: z.literal('kubeconfig'),
    file: z.string().optional(),
    /** Globs; empty: the current context. */
    contexts: z.array(z.string()),
    /** The cloud of these contexts, where the source declares it. */
    cloud: Provider.optional(),
  }),
])
export type Scope = z.infer<typeof Scope>
export type ScopeOf<P extends Provider> = Extract<Scope, { provider: P }>

const prefixes = { eks: 'aws', gke: 'gcp', aks: 'azure', kubeconfig: 'kubeconfig' } as const satisfies Record<
  Provider,
  string
>

export function scopeKey(scope: Scope): string {
  const prefix = prefixes[scope.provider]
  switch (scope.provider) {
    case 'eks':
      return `${prefix}:${scope.account}:${scope.region}`
    case 'gke':
      return `${prefix}:${scope.project}`
    case 'aks':
      return `${prefix}:${scope.subscription.toLowerCase()}`
    case 'kubeconfig':
      return `${prefix}:${scope.file ?? 'default'}`
  }
}

/** The provider whose scope bears this key. */
export const scopeWorker = (key: string): Provider | undefined =>
  Provider.options.find((provider) => key.split(':')[0] === prefixes[provider])
