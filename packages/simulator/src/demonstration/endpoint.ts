import { createHash } from 'node:crypto'
import { regionOf } from './places.ts'
import type { Story } from './story.ts'

/** The host of a cluster's API server, as its cloud would name it; always 443. Google's are from TEST-NET-3. */
export function apiHostOf({ cluster, place }: Story): string {
  const seed = createHash('sha256').update(`${place.cloud}/${cluster}`).digest()
  switch (place.cloud) {
    case 'eks':
      return `${seed.toString('hex').slice(0, 32).toUpperCase()}.gr7.${regionOf(place)}.eks.amazonaws.com`
    case 'gke':
      return `203.0.113.${10 + ((seed[0] ?? 0) % 200)}`
    case 'aks':
      return `${cluster}-dns.hcp.${place.location}.azmk8s.io`
  }
}

/** A UID that stays the same every day; `what` distinguishes those of one cluster. */
export function uidOf({ cluster, place }: Story, what: string): string {
  const hex = createHash('sha256').update(`${what}/${place.cloud}/${cluster}`).digest('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  )
}
