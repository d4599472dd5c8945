import type { RouteFacts } from '@fleet-auditor/model/service-facts.ts'
import { z } from 'zod'
import { given, intOrText, listOf, metadata, optionalText, stringMap } from './kubernetes-shapes.ts'

const bindingObject = z.object({
  metadata,
  spec: z.object({ serviceRef: z.object({ name: z.string(), port: intOrText.nullish() }).nullish() }),
})

/** The stack labels of the AWS Load Balancer Controller, and of EKS Auto Mode, which runs it. */
const stackLabel = /^(service|ingress)\.(?:k8s\.aws|eks\.amazonaws\.com)\/stack/

/** One item of a TargetGroupBinding list: a load balancer of AWS that somebody, or the controller, bound to a Service. */
export function projectTargetGroupBinding(item: unknown): readonly RouteFacts[] {
  const { metadata: meta, spec } = bindingObject.parse(item)
  if (!spec.serviceRef) return []
  const { name, port } = spec.serviceRef
  const stacks = Object.keys(meta.labels).flatMap((label) => stackLabel.exec(label)?.[1] ?? [])
  const madeFor = (['service', 'ingress'] as const).find((kind) => stacks.includes(kind))
  const backends = [given({ namespace: meta.namespace, service: name, port })]
  const place = { kind: 'TargetGroupBinding', namespace: meta.namespace, name: meta.name }
  return [given({ ...place, hosts: [], tls: false, backends, madeFor })]
}

const attachmentObject = z.object({
  metadata,
  spec: z.object({
    connectionPreference: optionalText,
    resourceRef: z.object({ kind: optionalText, name: z.string() }).nullish(),
  }),
})

/**
 * One item of GKE's ServiceAttachment list: a Service that Private Service Connect publishes. One that accepts consumers
 * by name lets in no others, and is left out.
 */
export function projectServiceAttachment(item: unknown): readonly RouteFacts[] {
  const { metadata: meta, spec } = attachmentObject.parse(item)
  if (spec.connectionPreference !== 'ACCEPT_AUTOMATIC' || !spec.resourceRef) return []
  const backends = [{ namespace: meta.namespace, service: spec.resourceRef.name }]
  const place = { kind: 'ServiceAttachment', namespace: meta.namespace, name: meta.name }
  return [{ ...place, hosts: [], tls: false, backends, reach: 'anyone' }]
}

const configMapObject = z.object({ metadata, data: stringMap })

/** `namespace/service:port`, then what else ingress-nginx allows there: `:PROXY`, once or twice. */
const tcpService = /^([a-z0-9-]+)\/([a-z0-9-]+):([a-z0-9-]+)(?::(?:PROXY)?){0,2}$/

/** One `tcp-services` ConfigMap of ingress-nginx: what each port of the controller leads to. No other value is retained. */
export function projectTcpServices(item: unknown): readonly RouteFacts[] {
  const { metadata: meta, data } = configMapObject.parse(item)
  const backends = Object.values(data).flatMap((value) => {
    const [, namespace = '', service = '', port = ''] = tcpService.exec(value.trim()) ?? []
    return service === '' ? [] : [{ namespace, service, port: /^\d+$/.test(port) ? Number(port) : port }]
  })
  return [{ kind: 'ConfigMap', namespace: meta.namespace, name: meta.name, hosts: [], tls: false, backends }]
}

const controllerObject = z.object({
  metadata,
  spec: z.object({
    template: z.object({
      spec: z.object({ containers: listOf(z.object({ args: listOf(z.string()), command: listOf(z.string()) })) }),
    }),
  }),
})

const option = '--tcp-services-configmap'

/** Which ConfigMap an ingress-nginx controller reads, as `namespace/name`; none where its arguments name none. */
export function projectTcpServicesName(item: unknown): readonly string[] {
  const { metadata: meta, spec } = controllerObject.parse(item)
  return spec.template.spec.containers.flatMap(({ args, command }) => {
    const words = [...command, ...args]
    const at = words.findIndex((word) => word === option || word.startsWith(`${option}=`))
    const named = words[at] === option ? words[at + 1] : words[at]?.slice(option.length + 1)
    const full = named?.replace('$(POD_NAMESPACE)', meta.namespace) ?? ''
    return /^[a-z0-9-]+\/[a-z0-9.-]+$/.test(full) ? [full] : []
  })
}
