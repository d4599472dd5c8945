import type { ApiAccess } from '@fleet-auditor/audit/ports/connector.ts'
import ipaddr from 'ipaddr.js'

export interface DialledAddress {
  /** Name or address, without brackets. */
  readonly host: string
  readonly port: number
  /** Whether it can only be this machine: a loopback address, or a name that is reserved for it (RFC 6761). */
  readonly loopback: boolean
}

const defaultPorts: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443, 'socks5:': 1080, 'socks:': 1080 }

/** Where the first socket to an API server goes: to its proxy, where there is one. */
export function dialledAddress(access: Pick<ApiAccess, 'server' | 'proxyUrl'>): DialledAddress {
  const url = new URL(access.proxyUrl ?? access.server)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const port = url.port === '' ? (defaultPorts[url.protocol] ?? 443) : Number(url.port)
  return { host, port, loopback: isLoopback(host) }
}

const isLoopback = (host: string): boolean =>
  ipaddr.isValid(host) ? ipaddr.process(host).range() === 'loopback' : /(^|\.)localhost\.?$/i.test(host)
