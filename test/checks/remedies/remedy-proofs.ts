import { helmLoopedChecks } from '../../real/remedies/helm-loops.ts'
import { loopedChecks } from '../../real/remedies/loops.ts'
import type { Tool } from './every-remedy.ts'

/** How it is proven that following a remedy resolves its finding, by the tool that the remedy uses. */
export interface RemedyProof {
  readonly by: string
  readonly checks: readonly string[]
}

/** Each line that is printed was run, or has a source. */
export const proven: Readonly<Record<Tool, RemedyProof>> = {
  kubectl: { by: 'test/real/remedies/closed-loop.test.ts', checks: loopedChecks },
  helm: { by: 'test/real/remedies/helm-loop.test.ts', checks: helmLoopedChecks },
  cloud: {
    by: 'test/checks/remedies/cloud-commands.test.ts: the argument list alone',
    checks: ['public-api-server', 'unsupported-kubernetes'],
  },
}

const operatorChart =
  'the commands install, upgrade or uninstall the chart meshery-operator, whose operator a test cannot run; of most, test/matrix/remedy-steps.test.ts compares the states before and after'

const sameAsPublicBroker = 'the steps of public-broker, which are looped'

/** Why a command of a check is in no loop: by tool, then by check. */
export const unproven: Readonly<Record<Tool, Readonly<Record<string, string>>>> = {
  kubectl: {
    'plaintext-broker': sameAsPublicBroker,
    'plaintext-secret':
      'it makes the Secret; that the workload refers to it is a change of its manifest, which a person makes',
    'stuck-crd-job': 'it deletes one Job; that the Job has failed is the word of a controller, which no test runs',
    'unsynced-discovery':
      'it restarts MeshSync; who connects then is up to MeshSync and Server, which a test cannot run',
  },
  helm: {
    'stale-crds': operatorChart,
    'missing-operator': operatorChart,
    'duplicate-operators': operatorChart,
    'operator-namespace': operatorChart,
    'orphaned-components': operatorChart,
    'public-broker': operatorChart,
    'contradictory-exposure': operatorChart,
    'exposed-broker-monitoring': operatorChart,
    'unauthenticated-broker': operatorChart,
    'exposed-host-port': operatorChart,
    'outdated-operator-chart': operatorChart,
    'wildcard-role': operatorChart,
    'plaintext-broker': operatorChart,
    'missing-startup-probe':
      'it fails after restarts only, which no container of the API server makes: missing-probes sets values alike',
  },
  cloud: {},
}

/** What turns a check green whose remedy is no command: what a person changes, and the case of its table that passes. */
export const byPerson: Readonly<Record<string, string>> = {
  'unreachable-cluster': 'the path to the API server, or the auditor’s login: its own table passes once it answers',
  'unexpected-operator': 'Meshery’s settings, or the discovery that the fleet file declares for the plane',
  'unready-component': 'whatever the events name',
  'restarting-component': 'whatever the log of the run before names',
  'unmanaged-release': 'the chart, or Git, takes the objects over',
  'shared-service-account': 'an account of its own for each workload',
  'pending-server-endpoint': 'what the cloud’s controller lacks, or another type of Service',
  'high-latency': 'a nearer plane claims the cluster',
  'colocated-replicas': 'topology spread constraints of the Deployment',
  'untrusted-registry': 'thresholds.registries of the fleet file, or the image',
  'disabled-tracing': 'OTEL_CONFIG of the Server',
  'insecure-tracing': 'TLS of the collector',
  'unowned-plane': 'team and onCall of the plane in the fleet file',
  'undeclared-topology': 'the plane’s declaration in the fleet file',
  'docker-hosted-server': 'the plane moves to Kubernetes',
  'unready-server': 'what the Server’s readiness names, or the way to it',
  'untrusted-certificate': 'the certificate, or authority of the plane in the fleet file',
  'expiring-certificate': 'the certificate',
  'plain-http-server': 'a redirect at the ingress',
  'unreachable-provider': 'the Remote Provider',
  'blocked-websocket': 'the ingress passes upgrades',
  'buffered-event-stream': 'the ingress does not buffer',
  'outdated-server': 'the Server is upgraded',
  'unmanaged-cluster': 'manages of a plane, or the sources, in the fleet file',
  'vanished-cluster': 'the cluster is listed again, or known to be gone',
  'skewed-planes': 'the Server of the plane is upgraded',
  'distant-plane': 'the plane moves, or another one claims the clusters',
  'divergent-cluster': 'the cluster is brought to what its cohort has',
  'conflicting-planes': 'manages of all planes but one, in the fleet file',
}
