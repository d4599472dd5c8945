import { brokerObjects } from '@fleet-auditor/simulator/meshery/broker-install.ts'
import { meshSyncObjects } from '@fleet-auditor/simulator/meshery/meshsync-install.ts'
import { internalAnnotations } from '@fleet-auditor/simulator/meshery/service.ts'
import { z } from 'zod'
import type { KubeApiServer } from '../kube-api-server.ts'
import { apply } from '../kube-objects.ts'

const Broker = z.object({
  spec: z.object({
    size: z.number().default(1),
    service: z
      .object({
        type: z.string().nullish(),
        annotations: z.record(z.string(), z.string()).nullish(),
        loadBalancerSourceRanges: z.array(z.string()).nullish(),
        externalEndpointOverride: z.string().nullish(),
      })
      .nullish(),
  }),
})
const MeshSync = z.object({ spec: z.object({ size: z.number().default(1), version: z.string().nullish() }) })
const Restarted = z.object({
  spec: z.object({
    template: z.object({ metadata: z.object({ annotations: z.record(z.string(), z.string()).optional() }) }),
  }),
})

const home = ['--namespace', 'meshery']
const own = ['kubectl.kubernetes.io/restartedAt']
/** What a cloud answers with. */
const addresses = { internal: '10.0.9.9', public: '34.90.1.2' } as const

const get = async <T>({ kubectl }: KubeApiServer, object: string, schema: z.ZodType<T>): Promise<T | undefined> => {
  const text = await kubectl(['get', object, ...home, '--ignore-not-found', '--output', 'json'])
  return text.trim() === '' ? undefined : schema.parse(JSON.parse(text))
}

/** Whether `kubectl rollout restart` was run on it. */
export async function isRestarted(server: KubeApiServer, object: string): Promise<boolean> {
  const found = await get(server, object, Restarted)
  return own.some((name) => found?.spec.template.metadata.annotations?.[name] !== undefined)
}

/**
 * What the operator and the cloud's controller do: Service, StatefulSet and Deployment as the Broker and the MeshSync
 * resource have them, whatever others wrote, an address for each load balancer, the token's Secret where it is gone.
 * `hung`: an operator that does nothing until it is restarted.
 */
export async function reconcile(server: KubeApiServer, { hung = false } = {}): Promise<void> {
  if (hung && !(await isRestarted(server, 'deployment/meshery-operator'))) return
  const broker = await get(server, 'brokers.meshery.io/meshery-broker', Broker)
  const meshSync = await get(server, 'meshsyncs.meshery.io/meshery-meshsync', MeshSync)
  if (broker) await reconcileBroker(server, broker)
  if (meshSync) await reconcileMeshSync(server, meshSync)
}

async function reconcileBroker(server: KubeApiServer, { spec: { size, service } }: z.infer<typeof Broker>) {
  const { kubectl } = server
  if (!(await get(server, 'statefulset/meshery-nats', z.unknown()))) {
    await apply(
      server,
      brokerObjects().filter(({ kind }) => kind !== 'Broker'),
    )
  }
  if (!(await get(server, 'secret/meshery-nats-auth', z.unknown()))) {
    await kubectl(['create', 'secret', 'generic', 'meshery-nats-auth', ...home, '--from-literal=token=t1'])
  }
  const type = service?.type ?? 'ClusterIP'
  const balanced = type === 'LoadBalancer'
  const annotations = service?.annotations ?? {}
  const known = Object.values(internalAnnotations).flatMap((each) => Object.keys(each))
  const cleared = Object.fromEntries(known.map((name) => [name, null]))
  const ranges = service?.loadBalancerSourceRanges ?? null
  await patch(server, 'service/meshery-nats', {
    metadata: { annotations: { ...cleared, ...annotations } },
    spec: { type, loadBalancerSourceRanges: ranges, ...(balanced ? {} : { loadBalancerClass: null }) },
  })
  await patch(server, 'statefulset/meshery-nats', { spec: { replicas: size } })
  const ip = Object.keys(annotations).some((name) => known.includes(name)) ? addresses.internal : addresses.public
  const status = { loadBalancer: { ingress: balanced ? [{ ip }] : null } }
  await patch(server, 'service/meshery-nats', { status }, '--subresource', 'status')
  const external = service?.externalEndpointOverride ?? (balanced ? `${ip}:4222` : '')
  const advertised = { status: { endpoint: { external } } }
  await patch(server, 'brokers.meshery.io/meshery-broker', advertised, '--subresource', 'status')
}

async function reconcileMeshSync(server: KubeApiServer, { spec: { size, version } }: z.infer<typeof MeshSync>) {
  const image = `meshery/meshsync:${version ?? '1.0.3'}`
  const [deployment] = meshSyncObjects({ size, image }).filter(({ kind }) => kind === 'Deployment')
  const there = await get(server, 'deployment/meshery-meshsync', z.unknown())
  if (there === undefined) return apply(server, [deployment])
  const containers = [{ name: 'meshsync', image }]
  const body = JSON.stringify({ spec: { replicas: size, template: { spec: { containers } } } })
  await server.kubectl(['patch', 'deployment/meshery-meshsync', ...home, '--type', 'strategic', '--patch', body])
}

const patch = ({ kubectl }: KubeApiServer, object: string, body: object, ...more: readonly string[]): Promise<string> =>
  kubectl(['patch', object, ...home, '--type', 'merge', '--patch', JSON.stringify(body), ...more])
