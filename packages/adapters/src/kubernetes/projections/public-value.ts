import { quotedText } from '@fleet-auditor/model/quoted-text.ts'

/** Characters retained of one value. */
const longestValue = 300
/** Stands for an address that cannot be read as one: where its secret part begins is not known. */
export const withheld = '[withheld]'

/**
 * What of a configured value may be stored: of every URL in it host, port and path, and nothing that looks like a
 * credential. Lists (by comma or space) stay lists.
 */
export function publicValue(text: string): string {
  const parts = text.slice(0, longestValue * 4).split(/([,\s]+)/)
  // A separator may stand in a password: then a host follows whose address began in an earlier part.
  const words = parts.filter((_, place) => place % 2 === 0)
  const isCut = words.length > 1 && text.includes('@') && words.some((word) => !scheme.test(word))
  if (isCut) return withheld
  const shown = parts.map((part, place) => (place % 2 === 0 ? publicPart(part) : part))
  return quotedText(shown.join(''), { limit: longestValue })
}

const scheme = /^[a-z][a-z0-9+.-]*:(?=\/\/)/i
const hostAndPort = /^(?:[\w.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i

function publicPart(part: string): string {
  const named = scheme.exec(part)?.[0] ?? ''
  const isAddress = named !== '' || part.startsWith('//') || /[@?#]/.test(part) || part.includes('%')
  if (!isAddress) return part
  const rest = part.slice(named.length).replace(/^\/\//, '')
  // WHATWG's parser knows the ports and hosts of https; another scheme's host it does not even look at.
  const url = URL.parse(`https://${rest}`)
  // A slash, ? or # in a password ends the host for a parser: what is behind the last @ may be the host, or not.
  const behindHost = url && url.pathname + url.search + url.hash
  if (!url || behindHost?.includes('@') || !hostAndPort.test(url.host)) return withheld
  const path = url.pathname.replace(/;.*$/s, '')
  const slashes = rest.length < part.length - named.length ? '//' : ''
  return `${named}${slashes}${url.host}${path === '/' && !/^[^?#]*\/$/.test(rest) ? '' : path}`
}
