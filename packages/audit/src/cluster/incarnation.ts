import type { Head } from '../ports/store.ts'

/** What distinguishes incarnations: the kube-system UID, and the cloud's own identity (`life`). */
export interface ClusterIdentity {
  readonly uid?: string
  readonly life?: string
}

/** Which incarnation of the cluster answered. `refused`: another cluster answers at this one's address. */
export type Incarnation =
  | { readonly kind: 'first' | 'same' | 'rebuilt'; readonly number: number }
  | { readonly kind: 'refused'; readonly number: number; readonly detail: string }

/**
 * Both identities new: rebuilt. The UID new while the cloud reports the same cluster: another one answers, and
 * nothing it answers is believed. A kubeconfig context has no cloud to ask: there a new UID alone is a new incarnation.
 * What was not read proves nothing.
 */
export function incarnationOf(head: Head | undefined, now: ClusterIdentity): Incarnation {
  if (!head) return { kind: 'first', number: 1 }
  const uidChanged = head.uid !== undefined && now.uid !== undefined && head.uid !== now.uid
  const lifeChanged = head.life !== undefined && now.life !== undefined && head.life !== now.life
  if (!uidChanged) return { kind: 'same', number: head.incarnation }
  if (lifeChanged || (head.life === undefined && now.life === undefined)) {
    return { kind: 'rebuilt', number: head.incarnation + 1 }
  }
  const detail =
    `the API server that answered is another cluster: kube-system UID ${now.uid ?? ''}, in the last run ${head.uid ?? ''}, ` +
    'while the cloud knows of no new cluster; check the address and credentials of this source'
  return { kind: 'refused', number: head.incarnation, detail }
}
