import type { InstallName } from './installs.ts'

/** A check that no engineer can turn green in a hardened install, and why that is right. The list may only shrink. */
interface Exception {
  readonly check: string
  readonly install: InstallName
  readonly reason: string
}

const upgrade = 'the legacy operator gives no choice: its remedy is the upgrade, which makes another install'
const unrecognised = 'this install is not recognised'

export const exceptions: readonly Exception[] = [
  { check: 'wildcard-role', install: 'legacy 0.8', reason: upgrade },
  { check: 'unauthenticated-broker', install: 'legacy 0.8', reason: upgrade },
  { check: 'missing-operator', install: 'OLM', reason: unrecognised },
  { check: 'wildcard-role', install: 'OLM', reason: unrecognised },
  { check: 'missing-node-watch', install: 'plain manifests', reason: unrecognised },
  { check: 'discovery-permission-gap', install: 'plain manifests', reason: unrecognised },
  { check: 'empty-cluster-id', install: 'plain manifests', reason: unrecognised },
  { check: 'secrets-in-discovery', install: 'plain manifests', reason: unrecognised },
]
