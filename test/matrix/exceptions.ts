import type { InstallName } from './installs.ts'

/** A check that no engineer can turn green in a hardened install, and why that is right. The list may only shrink. */
interface Exception {
  readonly check: string
  readonly install: InstallName
  readonly reason: string
}

const upgrade = 'the legacy operator gives no choice: its remedy is the upgrade, which makes another install'

export const exceptions: readonly Exception[] = [
  { check: 'wildcard-role', install: 'legacy 0.8', reason: upgrade },
  { check: 'unauthenticated-broker', install: 'legacy 0.8', reason: upgrade },
  { check: 'unhardened-workload', install: 'legacy 0.8', reason: upgrade },
  { check: 'exposed-host-port', install: 'legacy 0.8', reason: upgrade },
  { check: 'missing-probes', install: 'legacy 0.8', reason: upgrade },
  { check: 'outdated-operator-chart', install: 'legacy 0.8', reason: upgrade },
]
