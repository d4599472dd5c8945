import { joinRules } from '@fleet-auditor/model/policy-rule.ts'
import { sectionRights } from '@fleet-auditor/model/snapshot.ts'
import type { KubernetesObject } from '../kubernetes/kubernetes-object.ts'
import { clusterRole, clusterRoleBinding, type BindingSubject, type RoleRule } from './rbac.ts'

/** The rights of a fully granted auditor, one rule for each group and set of verbs, so that a test can take each away. */
export const auditorRules: readonly RoleRule[] = joinRules(Object.values(sectionRights).flat())

const name = 'meshery-fleet-auditor'

export const auditorRole = (rules: readonly RoleRule[] = auditorRules): KubernetesObject => clusterRole({ name }, rules)

export const auditorBinding = (subjects: readonly BindingSubject[]): KubernetesObject =>
  clusterRoleBinding({ name }, name, subjects)
