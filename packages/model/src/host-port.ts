/** A host as `URL` and `host:port` write it, without the brackets of an IPv6 literal. */
export const unbracketed = (host: string): string => host.replace(/^\[(.*)\]$/, '$1')

/** A host as it is looked up: lower case, without the brackets of an IPv6 literal and the dot of a rooted name. */
export const plainHost = (host: string): string => unbracketed(host.toLowerCase()).replace(/\.$/, '')

/** `host:port` as `connectTo`, `control` and authorities are keyed; IPv6, the only host with a colon, in brackets. */
export function hostPort(host: string, port: number): string {
  const plain = plainHost(host)
  return plain.includes(':') ? `[${plain}]:${port}` : `${plain}:${port}`
}

/** The entry of a table keyed by `host:port`, whatever case its keys are written in. */
export function entryOf<T>(table: Readonly<Record<string, T>>, host: string, port: number): T | undefined {
  const key = hostPort(host, port)
  return Object.entries(table).find(([name]) => name.toLowerCase() === key)?.[1]
}

/** Splits what the `HostPort` pattern of the fleet file has let through. */
export function splitHostPort(text: string): HostPort {
  const cut = text.lastIndexOf(':')
  return { host: plainHost(text.slice(0, cut)), port: Number(text.slice(cut + 1)) }
}

/** A host with a port, of which both are known. */
export interface HostPort {
  readonly host: string
  readonly port: number
}

/** What anybody wrote as `host:port`, an IPv6 literal in brackets; undefined for what is none. */
export function parseHostPort(text: string): HostPort | undefined {
  const [, host, digits] = /^(\[[^\s[\]/]+\]|[^\s[\]/:]+):(\d{1,5})$/.exec(text.trim()) ?? []
  const port = Number(digits)
  return host && port > 0 && port < 65_536 ? { host: plainHost(host), port } : undefined
}

/** The addresses that a vantage's `resolve` declares for a host, however both are written. */
export const resolvedBy = (
  resolve: Readonly<Record<string, readonly string[]>>,
  host: string,
): readonly string[] | undefined => Object.entries(resolve).find(([name]) => plainHost(name) === plainHost(host))?.[1]
