import { z } from 'zod'

/** Where a cluster comes from. `kubeconfig` is a cluster known only by a context, whose cloud is not declared. */
export const Provider = z.enum(['eks', 'gke', 'aks', 'kubeconfig'])
export type Provider = z.infer<typeof Provider>

/** The providers that are clouds. */
export const CloudProvider = Provider.exclude(['kubeconfig'])
export type CloudProvider = z.infer<typeof CloudProvider>
