import { Resolver } from 'node:dns/promises'
import { readFile } from 'node:fs/promises'
import { silent } from '../probe-fault.ts'

/** Every address of a name, IPv4 first, as few clusters' vantages have the other. Ends at once with the signal. */
export type Lookup = (name: string, signal: AbortSignal) => Promise<readonly string[]>

interface LookupOptions {
  /** DNS servers, `address:port`; absent: the system's. */
  readonly servers?: readonly string[] | undefined
  /** Texts of the system's files; absent: /etc/hosts and /etc/resolv.conf. */
  readonly files?: { readonly hosts: string; readonly resolver: string }
}

/** Milliseconds until a question that has no answer is asked again. */
const askAgainMs = 1000

/**
 * As the system resolves (hosts file, search domains, DNS), but by c-ares: `getaddrinfo` cannot be cancelled and has two
 * threads of the process, so that one silent name would hold up every login behind it. One resolver a name: cancelling
 * it ends this name's questions only. Rejects with a ProbeFault where there is no address.
 */
export function createNameLookup({ servers, files }: LookupOptions = {}): Lookup {
  return async (name, signal) => {
    const { hosts, resolver: configuration } = files ?? (await systemFiles())
    const written = hostsEntry(hosts, name)
    if (written.length > 0) return written
    if (/(^|\.)localhost$/.test(name)) return ['127.0.0.1', '::1'] // RFC 6761 §6.3
    if (signal.aborted) throw silent('unresolved', 'DNS was not asked in time')
    const resolver = new Resolver({ timeout: askAgainMs, tries: 4 })
    if (servers) resolver.setServers(servers)
    const cancel = () => resolver.cancel()
    signal.addEventListener('abort', cancel, { once: true })
    try {
      return await firstFound(resolver, spellings(name, configuration), signal)
    } finally {
      signal.removeEventListener('abort', cancel)
    }
  }
}

async function systemFiles(): Promise<{ hosts: string; resolver: string }> {
  const [hosts, resolver] = await Promise.all(['/etc/hosts', '/etc/resolv.conf'].map(textOf))
  return { hosts: hosts ?? '', resolver: resolver ?? '' }
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    // A system without this file (a container from scratch, Windows) has no entries in it.
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    if (code === 'ENOENT') return ''
    throw silent('unresolved', `${file}, which DNS is set up by, cannot be read (${code})`)
  }
}

/** hosts(5): an address and its names on each line. */
function hostsEntry(hosts: string, name: string): string[] {
  const rows = hosts.split('\n').map((line) => line.replace(/#.*$/, '').trim().toLowerCase().split(/\s+/))
  const found = rows.filter(([, ...names]) => names.includes(name)).flatMap(([address]) => address ?? [])
  return found.toSorted((a, b) => Number(a.includes(':')) - Number(b.includes(':')))
}

/** resolv.conf(5): a name of fewer dots than `ndots` is tried with the search domains first, any other one last. */
function spellings(name: string, configuration: string): string[] {
  const last = (pattern: RegExp): string => [...configuration.matchAll(pattern)].at(-1)?.[1] ?? ''
  const domains = last(/^\s*(?:search|domain)\s+(.*)$/gm)
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, 6)
  const dots = Number(last(/^\s*options\b.*\bndots:(\d+)/gm) || 1)
  const longer = domains.map((domain) => `${name}.${domain.replace(/\.$/, '')}`)
  return name.split('.').length - 1 >= dots ? [name, ...longer] : [...longer, name]
}

async function firstFound(resolver: Resolver, names: readonly string[], signal: AbortSignal): Promise<string[]> {
  let code = 'ENOTFOUND'
  for (const name of names) {
    const families = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)])
    const found = families.flatMap((family) => (family.status === 'fulfilled' ? family.value : []))
    if (found.length > 0) return found
    const codes = families.flatMap((family) => (family.status === 'rejected' ? [codeOf(family.reason)] : []))
    // A family that was not answered leaves open what the name has; one that is absent does not.
    const open = codes.find((each) => !absent.has(each))
    code = open ?? codes[0] ?? 'EBADRESP'
    if (signal.aborted || open !== undefined) break
  }
  throw silent('unresolved', reasons[code] ?? `DNS answered ${code}`)
}

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : 'EBADRESP')

/** The name as spelt is not there: another spelling may be. */
const absent = new Set(['ENOTFOUND', 'ENODATA'])

const reasons: Readonly<Record<string, string>> = {
  ENOTFOUND: 'DNS does not know the name (ENOTFOUND)',
  ENODATA: 'DNS knows no address of the name (ENODATA)',
  ETIMEOUT: 'DNS did not answer (ETIMEOUT)',
  ECANCELLED: 'DNS did not answer in time',
  ECONNREFUSED: 'no DNS server listens (ECONNREFUSED)',
}
