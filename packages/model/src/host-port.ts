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
export function splitHostPort(text: string): { host: string; port: number } {
  const cut = text.lastIndexOf(':')
  return { host: plainHost(text.slice(0, cut)), port: Number(text.slice(cut + 1)) }
}
