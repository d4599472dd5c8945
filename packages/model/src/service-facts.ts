import { z } from 'zod'
import { ManagedBy } from './managed-by.ts'

const ServicePort = z.object({
  name: z.string().optional(),
  port: z.number().int(),
  targetPort: z.union([z.string(), z.number()]).optional(),
  nodePort: z.number().int().optional(),
})

/** A Service in a Meshery namespace. `annotations` hold only names on the collector's allow-list (load balancer settings). */
export const ServiceFacts = z.object({
  namespace: z.string(),
  name: z.string(),
  /** Absent in snapshots of older auditors, and where nothing on it decides. */
  managedBy: ManagedBy.optional(),
  type: z.string(),
  labels: z.record(z.string(), z.string()),
  annotations: z.record(z.string(), z.string()),
  selector: z.record(z.string(), z.string()),
  ports: z.array(ServicePort),
  clusterIP: z.string().optional(),
  externalIPs: z.array(z.string()),
  externalName: z.string().optional(),
  loadBalancerClass: z.string().optional(),
  loadBalancerIP: z.string().optional(),
  sourceRanges: z.array(z.string()),
  /** `status.loadBalancer.ingress`, in order. */
  ingress: z.array(z.object({ ip: z.string().optional(), hostname: z.string().optional() })),
  createdAt: z.string(),
  /** When its type was last set, where the API server recorded it (managedFields). */
  typeSetAt: z.string().optional(),
})
export type ServiceFacts = z.infer<typeof ServiceFacts>

/**
 * What leads to a Service past its own type, under the name of its kind: Ingress, TCPRoute, VirtualService,
 * TargetGroupBinding, the ConfigMap of ingress-nginx and so on. Backends of other namespaces than Meshery's are left out.
 */
export const RouteFacts = z.object({
  kind: z.string(),
  namespace: z.string(),
  name: z.string(),
  hosts: z.array(z.string()),
  tls: z.boolean(),
  backends: z.array(
    z.object({ namespace: z.string(), service: z.string(), port: z.union([z.string(), z.number()]).optional() }),
  ),
  /**
   * Who reaches where it listens. `inside`: private networks alone, by its class together with its addresses; `anyone`:
   * every customer of the cloud, by its own spec. Absent: not known.
   */
  reach: z.enum(['inside', 'anyone']).optional(),
  /** What a load balancer's controller made it for; that object has its own way in, and is judged by itself. */
  madeFor: z.enum(['service', 'ingress']).optional(),
})
export type RouteFacts = z.infer<typeof RouteFacts>
