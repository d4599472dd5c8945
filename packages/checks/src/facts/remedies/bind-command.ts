import type { Subject } from '@fleet-auditor/model/subject.ts'

/** Binds a ClusterRole to an account or a user; it may be run again. */
export const bindCommand = (role: string, { kind, namespace = '', name }: Subject): string =>
  `kubectl create clusterrolebinding ${role} --clusterrole=${role} ${kind === 'ServiceAccount' ? `--serviceaccount=${namespace}:${name}` : `--user='${name}'`} --dry-run=client -o yaml | kubectl apply -f -`
