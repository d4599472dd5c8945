import type { KubernetesObject } from '../kubernetes/kubernetes-object.ts'
import { allow, clusterRole, clusterRoleBinding, type BindingSubject, type RoleRule } from './rbac.ts'

const read = ['get', 'list']

/** The rights of a fully granted auditor, one rule per group, so that a test can take each away. */
export const auditorRules: readonly RoleRule[] = [
  allow('', ['namespaces', 'nodes', 'pods', 'services', 'limitranges'], read),
  { ...allow('', ['configmaps'], read), resourceNames: ['ingress-nginx-tcp', 'tcp-services'] },
  allow('apps', ['daemonsets', 'deployments', 'statefulsets'], read),
  allow('batch', ['jobs'], read),
  allow('apiextensions.k8s.io', ['customresourcedefinitions'], read),
  allow('argoproj.io', ['rollouts'], read),
  allow('networking.k8s.io', ['ingresses'], read),
  allow('gateway.networking.k8s.io', ['gateways', 'httproutes', 'tcproutes', 'tlsroutes'], read),
  allow('traefik.io', ['ingressroutes', 'ingressroutetcps', 'traefikservices'], read),
  allow('traefik.containo.us', ['ingressroutes', 'ingressroutetcps', 'traefikservices'], read),
  allow('projectcontour.io', ['httpproxies'], read),
  allow('networking.istio.io', ['virtualservices'], read),
  allow('route.openshift.io', ['routes'], read),
  allow('elbv2.k8s.aws', ['targetgroupbindings'], read),
  allow('eks.amazonaws.com', ['targetgroupbindings'], read),
  allow('networking.gke.io', ['serviceattachments'], read),
  allow('coordination.k8s.io', ['leases'], read),
  allow('rbac.authorization.k8s.io', ['roles', 'rolebindings', 'clusterroles', 'clusterrolebindings'], read),
  allow('meshery.io', ['brokers', 'meshsyncs'], read),
  allow('meshery.layer5.io', ['brokers', 'meshsyncs'], read),
  allow('authorization.k8s.io', ['subjectaccessreviews', 'selfsubjectaccessreviews'], ['create']),
]

const name = 'meshery-fleet-auditor'

export const auditorRole = (rules: readonly RoleRule[] = auditorRules): KubernetesObject => clusterRole({ name }, rules)

export const auditorBinding = (subjects: readonly BindingSubject[]): KubernetesObject =>
  clusterRoleBinding({ name }, name, subjects)
