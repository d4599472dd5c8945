import { parse } from 'yaml'
import { z } from 'zod'

const Kubeconfig = z.object({
  'current-context': z.string(),
  clusters: z.array(
    z.object({
      name: z.string(),
      cluster: z.object({ server: z.url({ protocol: /^https$/ }), 'certificate-authority-data': z.base64() }),
    }),
  ),
  contexts: z.array(z.object({ name: z.string(), context: z.object({ cluster: z.string(), user: z.string() }) })),
  users: z.array(
    z.object({
      name: z.string(),
      user: z.object({ 'client-certificate-data': z.base64().nullish(), 'client-key-data': z.base64().nullish() }),
    }),
  ),
})

/** What is taken of a fetched kubeconfig. Its exec entry is command execution from fetched data: it is not even read. */
export interface UserKubeconfig {
  readonly server: URL
  readonly caPem: string
  readonly clientCertificate?: { readonly certPem: string; readonly keyPem: string }
}

/** Throws ZodError, or what the YAML parser throws, for anything but a kubeconfig with one current cluster. */
export function readUserKubeconfig(text: string): UserKubeconfig {
  const parsed: unknown = parse(text)
  const { clusters, contexts, users, 'current-context': current } = Kubeconfig.parse(parsed)
  const context = z
    .object({ cluster: z.string(), user: z.string() })
    .parse(contexts.find(({ name }) => name === current)?.context)
  const found = clusters.find(({ name }) => name === context.cluster)?.cluster
  const { server, 'certificate-authority-data': ca } = Kubeconfig.shape.clusters.element.shape.cluster.parse(found)
  const user = users.find(({ name }) => name === context.user)?.user
  const cert = user?.['client-certificate-data']
  const key = user?.['client-key-data']
  return {
    server: new URL(server),
    caPem: decoded(ca),
    clientCertificate: cert && key ? { certPem: decoded(cert), keyPem: decoded(key) } : undefined,
  }
}

const decoded = (base64: string): string => Buffer.from(base64, 'base64').toString()
