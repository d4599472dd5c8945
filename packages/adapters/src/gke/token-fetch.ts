import { addressOf, createBoundedFetch, type Fetch } from '../cloud/bounded-fetch.ts'
import type { ResolvedEndpoint } from '../cloud/endpoint.ts'

/** Sends everything that goes to Google's token services to the fleet file's endpoint. */
export function createTokenFetch(endpoint: ResolvedEndpoint | undefined): Fetch {
  const send = createBoundedFetch(endpoint)
  if (!endpoint) return send
  return (url, init) => {
    const { pathname, search, hostname } = new URL(addressOf(url))
    return send(tokenHosts.has(hostname) ? new URL(`${pathname}${search}`, endpoint.url) : url, init)
  }
}

const tokenHosts = new Set(['oauth2.googleapis.com', 'sts.googleapis.com', 'iamcredentials.googleapis.com'])
