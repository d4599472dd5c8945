import type { User } from '../kubernetes/user.ts'
import type { BindingSubject } from '../meshery/rbac.ts'
import type { Cloud } from '../meshery/service.ts'

const group = 'fleet-auditors'

/** Who the auditor is to a cluster of each cloud, once it has logged in. */
export const auditorUser: Readonly<Record<Cloud, User>> = {
  eks: { name: 'arn:aws:sts::111122223333:assumed-role/fleet-auditor/fleet-auditor', groups: [group] },
  gke: { name: 'fleet-auditor@retail-audit.iam.gserviceaccount.com' },
  aks: { name: '5d4c3b2a-0000-4000-8000-0000000000aa', groups: [group] },
}

/** Whom its role is bound to: an access entry's group, a service account, an Entra group. */
export const auditorSubject: Readonly<Record<Cloud, BindingSubject>> = {
  eks: { kind: 'Group', name: group },
  gke: { kind: 'User', name: auditorUser.gke.name },
  aks: { kind: 'Group', name: group },
}
