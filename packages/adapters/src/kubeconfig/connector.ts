import type { ApiAccess, Connector } from '@fleet-auditor/audit/ports/connector.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { collected, failed, type Section } from '@fleet-auditor/model/section.ts'
import { contextCredentials } from './context-credentials.ts'
import { serverOf } from './context-server.ts'
import { type Kubeconfig, type KubeconfigContext, readKubeconfig } from './kubeconfig.ts'
import { clockOf, type KubeconfigOptions } from './options.ts'
import { readPem, unusable } from './pem.ts'

/** Reads each kubeconfig once; files that it names, and credentials, when they are needed. */
export function createKubeconfigConnector(options: KubeconfigOptions): Connector<'kubeconfig'> {
  const now = clockOf(options)
  const read = new Map<string | undefined, Promise<Kubeconfig>>()
  return {
    async connect(cluster, scope): Promise<Section<ApiAccess>> {
      try {
        const kubeconfig = read.get(scope.file) ?? readKubeconfig(scope.file, options.defaultFiles)
        read.set(scope.file, kubeconfig)
        const context = (await kubeconfig).contexts.get(cluster.name)
        if (!context) return failed('unreachable', `${cluster.id}: the kubeconfig no longer has this context`)
        return collected(await accessTo(context, options), now())
      } catch (error) {
        if (!(error instanceof AuditorError)) throw error
        return failed(error.details.reason ?? 'malformed', `${cluster.id}: ${error.message}`, error.details.grant)
      }
    },
  }
}

async function accessTo(context: KubeconfigContext, options: KubeconfigOptions): Promise<ApiAccess> {
  const server = serverOf(context)
  if (typeof server === 'string')
    throw unusable('malformed', server, 'mend the context with kubectl config set-cluster')
  const { entry, folder, locator } = server
  refuseOutsideTerminal(context, options)
  const authority = { key: 'certificate-authority', data: entry.caData, file: entry.caFile, folder }
  const caPem = await readPem(authority, 'malformed')
  return {
    server: `https://${locator}`,
    caPem: caPem || undefined,
    serverName: entry.tlsServerName || undefined,
    insecureSkipTlsVerify: entry.skipTLSVerify,
    proxyUrl: entry.proxyUrl ? proxyOf(entry.proxyUrl) : undefined,
    credentials: (signal) => contextCredentials(context, options, signal),
  }
}

/** Both hand what is sent to somebody who was not verified; nobody is there to know better in a function. */
function refuseOutsideTerminal({ cluster }: KubeconfigContext, { terminal }: KubeconfigOptions): void {
  if (terminal) return
  const keys = [
    ...(cluster?.entry.skipTLSVerify ? ['insecure-skip-tls-verify'] : []),
    ...(cluster?.entry.proxyUrl ? ['proxy-url'] : []),
  ]
  if (keys.length === 0) return
  const sentence = `take ${keys.join(' and ')} out of the context, or audit from a terminal`
  throw unusable('malformed', `the context says ${keys.join(' and ')}, which is for a terminal only`, sentence)
}

const proxySchemes = new Set(['http:', 'https:', 'socks5:', 'socks:'])

function proxyOf(text: string): string {
  const url = URL.parse(text)
  if (url && proxySchemes.has(url.protocol)) return text
  throw unusable('malformed', 'the proxy-url of the context is none', 'give a proxy-url with http, https or socks5')
}
