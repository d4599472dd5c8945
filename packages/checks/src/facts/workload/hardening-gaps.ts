import type { Container, SecurityFacts, Workload } from '@fleet-auditor/model/workload.ts'

/** Capabilities that the Pod Security Standards’ baseline lets a container add back. */
const harmless: readonly string[] = ['NET_BIND_SERVICE']

/** What a container lacks of the restricted Pod Security Standard and a read-only root; the container overrides its pod. */
export function hardeningGaps({ podSecurity }: Pick<Workload, 'podSecurity'>, container: Container): string[] {
  const own = container.security ?? {}
  const merged: SecurityFacts = { ...podSecurity, ...own }
  const gaps: string[] = []
  if (own.privileged) gaps.push('privileged')
  if (merged.runAsNonRoot !== true && !(merged.runAsUser !== undefined && merged.runAsUser > 0)) {
    gaps.push('runAsNonRoot is not true')
  }
  if (merged.runAsUser === 0) gaps.push('runAsUser is 0')
  if (own.allowPrivilegeEscalation !== false) gaps.push('allowPrivilegeEscalation is not false')
  if (!(own.dropped ?? []).some((name) => name.toUpperCase() === 'ALL')) gaps.push('capabilities are not dropped')
  const added = (own.added ?? []).filter((name) => !harmless.includes(name.toUpperCase()))
  if (added.length > 0) gaps.push(`adds ${added.toSorted().join(', ')}`)
  if (own.readOnlyRootFilesystem !== true) gaps.push('the root filesystem is writable')
  if (merged.seccomp !== 'RuntimeDefault' && merged.seccomp !== 'Localhost') gaps.push('no seccomp profile')
  return gaps
}

/** A read-only root needs a place to write: the Server stores its cache on disk. */
export const hasWritableVolume = ({ mounts = [] }: Container): boolean =>
  mounts.some(
    ({ readOnly, volume }) => !readOnly && !['configMap', 'secret', 'projected', 'downwardAPI'].includes(volume),
  )
