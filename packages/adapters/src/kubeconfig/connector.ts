import type { ApiAccess, Connector } from '@fleet-auditor/audit/ports/connector.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { collected, failed, type Section } from '@fleet-auditor/model/section.ts'
import pMemoize from 'p-memoize'
import { contextCredentials } from './context-credentials.ts'
import { serverOf } from './context-server.ts'
import { readKubeconfig, type KubeconfigContext } from './kubeconfig.ts'
import { clockOf, type KubeconfigOptions } from './options.ts'
import { readPem, unusable } from './pem.ts'

/** Reads each kubeconfig once; files that it names, and credentials, when they are needed. */
export function createKubeconfigConnector(options: KubeconfigOptions): Connector<'kubeconfig'> {
  const now = clockOf(options)
  const read = pMemoize((file: string | undefined) => readKubeconfig(file, options))
  return {
    async connect(cluster, scope): Promise<Section<ApiAccess>> {
      try {
        const context = (await read(scope.file)).contexts.get(cluster.name)
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
  if (typeof server === 'string') throw unusable('malformed', server, 'fix the context with kubectl config set-cluster')
  refuseOutsideTerminal(context, options)
  const { authority, folder, address, proxyUrl } = server
  const caPem = await readPem({ key: 'certificate-authority', ...authority, folder }, 'malformed')
  return {
    server: `https://${address}`,
    caPem,
    serverName: server.tlsServerName,
    insecureSkipTlsVerify: server.skipTlsVerify,
    proxyUrl: proxyUrl === undefined ? undefined : proxyOf(proxyUrl),
    credentials: (signal) => contextCredentials(context, options, signal),
  }
}

/** Both send what the auditor sends to a peer that was not verified; only a person at a terminal can accept that. */
function refuseOutsideTerminal({ cluster }: KubeconfigContext, { terminal }: KubeconfigOptions): void {
  if (terminal) return
  const keys = [
    ...(cluster?.skipTlsVerify ? ['insecure-skip-tls-verify'] : []),
    ...(cluster?.proxyUrl ? ['proxy-url'] : []),
  ]
  if (keys.length === 0) return
  const sentence = `take ${keys.join(' and ')} out of the context, or audit from a terminal`
  throw unusable('malformed', `the context has ${keys.join(' and ')}, which is for a terminal only`, sentence)
}

const proxySchemes = new Set(['http:', 'https:', 'socks5:', 'socks:'])

function proxyOf(text: string): string {
  const url = URL.parse(text)
  if (url && proxySchemes.has(url.protocol)) return text
  throw unusable('malformed', 'the proxy-url of the context is none', 'give a proxy-url with http, https or socks5')
}
