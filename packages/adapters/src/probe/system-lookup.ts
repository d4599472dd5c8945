import { lookup } from 'node:dns/promises'
import type { Lookup } from './route.ts'

/** As the system resolves (hosts file included), IPv4 before IPv6, as few clusters' vantages have the latter. */
export const systemLookup: Lookup = async (name) => {
  const found = await lookup(name, { all: true, order: 'ipv4first' })
  return found.map(({ address }) => address)
}
