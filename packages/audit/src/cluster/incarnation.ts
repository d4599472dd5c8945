import type { Head } from '../ports/store.ts'

/** Which life of the cluster this is. `refused`: another cluster answers at this one's address. */
export type Incarnation =
  | { readonly kind: 'same'; readonly number: number }
  | { readonly kind: 'first'; readonly number: 1 }
  | { readonly kind: 'rebuilt'; readonly number: number }
  | { readonly kind: 'refused'; readonly number: number; readonly detail: string }

export interface Life {
  readonly uid?: string
  readonly life?: string
}

/**
 * A cluster's life is told by the kube-system UID and the cloud's own identity. Both new: rebuilt. The UID new while
 * the cloud says that it is the same cluster: somebody else answers, and nothing of tonight is believed. A kubeconfig
 * context has no cloud to ask: there a new UID alone is a new life. What was not read tonight proves nothing.
 */
export function incarnationOf(head: Head | undefined, now: Life): Incarnation {
  if (!head) return { kind: 'first', number: 1 }
  const uidChanged = head.uid !== undefined && now.uid !== undefined && head.uid !== now.uid
  const lifeChanged = head.life !== undefined && now.life !== undefined && head.life !== now.life
  if (!uidChanged) return { kind: 'same', number: head.incarnation }
  if (lifeChanged || (head.life === undefined && now.life === undefined)) {
    return { kind: 'rebuilt', number: head.incarnation + 1 }
  }
  const detail =
    `the API server that answered is another cluster: kube-system UID ${now.uid ?? ''}, last night ${head.uid ?? ''}, ` +
    'while the cloud knows of no new cluster; check the address and credentials of this source'
  return { kind: 'refused', number: head.incarnation, detail }
}
