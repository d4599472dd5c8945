import { createSecureServer } from 'node:http2'
import { createServer as createHttpsServer } from 'node:https'
import { isIP, type Server } from 'node:net'
import { createAuthority, type CertificateAuthority } from '../certificates.ts'
import { listenOnLoopback } from '../loopback.ts'
import type { ApiState } from './answers/answer-request.ts'
import { createAuthorizer } from './authorization/authorizer.ts'
import type { Fault } from './fault.ts'
import type { KubernetesObject, LazyObjects } from './kubernetes-object.ts'
import { createObjectStore } from './object-store.ts'
import type { RequestLog } from './request-info.ts'
import { createRequestListener } from './request-listener.ts'
import type { User } from './user.ts'

/** A cluster as data. Only `objects` and `users` are needed. */
export interface KubernetesOptions {
  readonly objects: readonly KubernetesObject[]
  readonly lazy?: readonly LazyObjects[]
  /** Bearer token to user. */
  readonly users: Readonly<Record<string, User>>
  /** Asked for tokens that are not listed: for logins whose token differs each time, as EKS' presigned ones do. */
  readonly authenticate?: (token: string) => User | undefined
  /** Requests without a token are `system:anonymous` (as on a plain kube-apiserver) instead of 401 (as on AKS). */
  readonly anonymous?: boolean
  readonly faults?: readonly Fault[]
  /** Added before every answer, milliseconds. */
  readonly delayMs?: number
  readonly http?: 'both' | 'h1'
  readonly gitVersion?: string
  readonly port?: number
  /** Shared by several servers; own one otherwise. */
  readonly authority?: CertificateAuthority
  /** DNS names and addresses the certificate covers besides localhost and 127.0.0.1. */
  readonly names?: readonly string[]
  /** End of the certificate; in the past for an expired one. */
  readonly notAfter?: Date
  readonly now?: () => Date
  /** For objects without a creationTimestamp. */
  readonly createdAt?: string
}

export interface RunningKubernetes {
  readonly url: string
  readonly port: number
  readonly caPem: string
  /** What was asked, in order of arrival. */
  requests(): readonly RequestLog[]
  /** TCP connections ever accepted. */
  connections(): number
  /** Another day: the same server over other objects. */
  replaceObjects(objects: readonly KubernetesObject[], lazy?: readonly LazyObjects[]): void
  close(): Promise<void>
}

/** Starts a Kubernetes API server over TLS, HTTP/2 and HTTP/1.1 on one loopback port, from plain objects. */
export async function startKubernetes(options: KubernetesOptions): Promise<RunningKubernetes> {
  const authority = options.authority ?? (await createAuthority())
  const log: RequestLog[] = []
  let state: ApiState | undefined
  const listener = createRequestListener({
    state: () => state,
    userOfToken: (token) =>
      Object.hasOwn(options.users, token) ? options.users[token] : options.authenticate?.(token),
    anonymous: options.anonymous ?? false,
    faults: options.faults ?? [],
    delayMs: options.delayMs ?? 0,
    now: options.now ?? (() => new Date()),
    log,
  })
  const server = await createTlsServer(options, authority)
  server.on('request', listener)
  const loopback = await listenOnLoopback(server, options.port)
  const load = (objects: readonly KubernetesObject[], lazy: readonly LazyObjects[] = []): void => {
    state = createState(options, objects, lazy, loopback.port)
  }
  load(options.objects, options.lazy)
  return {
    url: `https://127.0.0.1:${loopback.port}`,
    port: loopback.port,
    caPem: authority.caPem,
    requests: () => log,
    connections: () => loopback.connections(),
    replaceObjects: load,
    close: () => loopback.close(),
  }
}

function createState(
  options: KubernetesOptions,
  objects: readonly KubernetesObject[],
  lazy: readonly LazyObjects[],
  port: number,
): ApiState {
  const createdAt = options.createdAt ?? '2026-08-10T10:00:00Z'
  const store = createObjectStore({ objects, lazy, createdAt })
  return { store, authorizer: createAuthorizer(store), gitVersion: options.gitVersion ?? 'v1.36.3', port }
}

async function createTlsServer(options: KubernetesOptions, authority: CertificateAuthority): Promise<Server> {
  const names = options.names ?? []
  const { certPem, keyPem } = await authority.issue({
    commonName: 'kube-apiserver',
    dns: ['localhost', 'kubernetes', 'kubernetes.default.svc', ...names.filter((name) => isIP(name) === 0)],
    ips: ['127.0.0.1', ...names.filter((name) => isIP(name) !== 0)],
    notAfter: options.notAfter,
  })
  const tls = { cert: certPem, key: keyPem }
  if (options.http === 'h1') return createHttpsServer(tls)
  // As kube-apiserver announces it (--http2-max-streams-per-connection).
  return createSecureServer({ ...tls, allowHTTP1: true, settings: { maxConcurrentStreams: 100 } })
}
