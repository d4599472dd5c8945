import type { Subject } from '@fleet-auditor/model/subject.ts'

/**
 * A `helm upgrade` of the release that made an object: same chart version, and every value that was given before.
 * Without `--reset-then-reuse-values` Helm drops them all as soon as one is `--set` (helm issue 4441).
 */
export const helmUpgrade = ({ namespace = '<namespace>' }: Subject, ...settings: readonly string[]): string =>
  [
    `helm list --namespace ${namespace}   # the release, and the version of its chart`,
    `helm upgrade <release> meshery/meshery --namespace ${namespace} --version <its chart version> --reset-then-reuse-values ${settings.map((setting) => `--set ${setting}`).join(' ')}`,
  ].join('\n')
