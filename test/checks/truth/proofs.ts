/**
 * What a review found untrue of the first checks (D1 to D53, and groups A to I of public reports), and the tests that
 * hold the right answer: `file: name of the test`, where `*` stands for what a table fills in.
 */
interface Proof {
  readonly id: string
  /** What is right, in a few words. */
  readonly right: string
  readonly tests: readonly string[]
  /** The right answer stands on inference: no source confirms it. */
  readonly inferred?: true
  /** Not held here yet, and by what it will be. */
  readonly open?: string
}

const of = (check: string, ...names: readonly string[]): readonly string[] =>
  names.map((name) => `test/checks/${check}.test.ts: ${name}`)
const law = (name: string) => `test/matrix/matrix.test.ts: ${name}`
const step = 'test/matrix/remedy-steps.test.ts: *: *'
const remedied = (name: string) => `test/checks/remedies.test.ts: ${name}`
const young = 'test/matrix/too-young.test.ts: *: *'
const recognised = (name: string) => `test/matrix/public-cases/recognised.ts: ${name}`
const reported = (name: string) => `test/matrix/public-cases/public-cases.test.ts: ${name}`

const defects: readonly Proof[] = [
  {
    id: 'D1',
    right: 'Secrets on the watch-list of who discovers are one finding, of secrets-in-discovery',
    tests: [
      ...of('wildcard-role', 'embedded: Secrets of the account that discovers are on its watch-list'),
      ...of('secrets-in-discovery', 'embedded mode with the default watch-list'),
      law('no check fails or is unknown on a hardened install: *'),
    ],
  },
  {
    id: 'D2',
    right: 'the modern operator’s own role passes; severities are grouped apart; the Server’s wide binding is patched',
    tests: [
      ...of(
        'wildcard-role',
        'the modern operator’s own role, which holds Secrets',
        'a modern operator that writes beyond its role',
      ),
      'test/audit/results/summary.test.ts: counts open findings by check and severity, the waived apart, the resolved not at all',
    ],
  },
  {
    id: 'D3',
    right: 'a Broker that no probe reaches is judged by its configuration',
    tests: of(
      'unauthenticated-broker',
      'a ClusterIP whose server takes its token from a Secret',
      'a legacy server behind a *',
      'an exposed server with a token from a Secret: only an INFO decides',
    ),
  },
  {
    id: 'D4',
    right: 'monitoring behind an internal or limited load balancer passes; no two remedies undo each other',
    tests: [
      ...of(
        'exposed-broker-monitoring',
        'an internal load balancer, as the remedy of public-broker makes it',
        'a load balancer limited to the plane’s egress',
      ),
      step,
    ],
  },
  {
    id: 'D5',
    right: 'cloud facts do not apply off the clouds; a calendar answers where a kubeconfig leads to a cloud',
    tests: [
      ...of('public-api-server', 'no cloud known: there is nothing that could be declared'),
      ...of(
        'unsupported-kubernetes',
        'no cloud known',
        'a kubeconfig context that leads to *: the version is the API server’s',
      ),
      law('no check fails or is unknown on a hardened install: *'),
    ],
  },
  {
    id: 'D6',
    right: 'private addresses of MetalLB, ServiceLB and the like prove internal',
    tests: [
      ...of(
        'public-broker',
        'nothing is known of its controller, private address',
        'MetalLB with private addresses, and node ports',
      ),
      ...of('exposed-server-service', 'a private address of a load balancer that no cloud made'),
    ],
  },
  {
    id: 'D7',
    right: 'an explicit internal scheme of the Server’s Service is conclusive',
    tests: of('exposed-server-service', 'an internal load balancer whose name no vantage resolves'),
  },
  {
    id: 'D8',
    right: 'an NLB without a scheme that resolves to private addresses is internal',
    tests: [
      ...of('public-broker', 'LBC without a scheme, private address: only an internal one has it'),
      law('no check fails or is unknown on a hardened install: *'),
    ],
  },
  {
    id: 'D9',
    right: 'contradictory-exposure repeats no unknown of public-broker',
    tests: [
      ...of('contradictory-exposure', 'only the spec speaks'),
      law('no unknown of contradictory-exposure repeats one of public-broker'),
    ],
  },
  {
    id: 'D10',
    right: 'one cause, one finding: scale, nodes, wildcard roles',
    tests: [
      ...of('scaled-broker', 'three by both: one cause, one finding'),
      ...of('discovery-permission-gap', 'nodes alone are missing: missing-node-watch has the finding'),
      ...of('unneeded-node-watch', 'a Server that holds every resource, which wildcard-role reports'),
      law('no failure repeats the cause of another one'),
    ],
  },
  {
    id: 'D11',
    right: 'a Helm value survives: release, version and values as found',
    tests: [
      remedied('D11: a Helm value is set on the release that was found, at its version, with its values'),
      remedied('D11: where Argo CD applies it, it is changed in Git, and no command touches the cluster'),
      step,
    ],
  },
  {
    id: 'D12',
    right: 'a tag that its owner takes',
    tests: [
      remedied('D12: a Server’s tag is stable-v and a version'),
      remedied('D12: MeshSync’s version is named in its resource, without a v'),
      step,
    ],
  },
  {
    id: 'D13',
    right: 'internal and limited are alternatives',
    tests: [
      remedied('D13: an internal load balancer and source ranges are alternatives, never one patch'),
      remedied('D13: a legacy Broker gets no patch of a resource that would be taken back'),
      step,
    ],
  },
  {
    id: 'D14',
    right: 'a new token reaches all that read it',
    tests: [remedied('D14: a new token restarts both who read it, then the plane reconnects'), step],
  },
  {
    id: 'D15',
    right: 'one minor version at a time, control plane first, named in full',
    tests: [
      remedied('D15: AKS upgrades its control plane alone first'),
      remedied('D15: GKE is named with its location'),
      step,
    ],
  },
  {
    id: 'D16',
    right: 'each opening of GKE is closed by its own flag; a DNS endpoint that IAM guards is medium',
    tests: of(
      'public-api-server',
      'open by its DNS endpoint',
      'open to Google Cloud',
      'a private address, and a DNS endpoint open to the Internet',
    ),
  },
  {
    id: 'D17',
    right: 'the order of deletion',
    tests: [remedied('D17: an operator’s resources are gone before it is'), step],
  },
  {
    id: 'D18',
    right: 'an Operator comes back by what manages it',
    tests: [remedied('D18: a missing Operator comes back by Meshery first, by Helm where no Server manages it'), step],
  },
  {
    id: 'D19',
    right: 'a Server behind an Ingress keeps its logins',
    tests: [remedied('D19: a Server behind an Ingress has host, class and TLS, and its callback'), step],
  },
  {
    id: 'D20',
    right: 'grants are exact, and may be given again',
    tests: [
      remedied('D20: the watch-list is narrowed first, and a grant may be given again'),
      remedied('D20: the id of the cluster is granted alone'),
      step,
    ],
  },
  {
    id: 'D21',
    right: 'what the Server writes is changed there',
    tests: [remedied('D21: what Meshery Server writes is changed in its settings'), step],
  },
  {
    id: 'D22',
    right: 'a public InternalIP is a public address',
    tests: [
      ...of('public-broker', 'NodePort off the three clouds, on nodes *'),
      reported('02: a NodePort Broker on nodes whose InternalIP is public'),
    ],
  },
  {
    id: 'D23',
    right: 'ranges that admit a large part of the Internet are open',
    tests: [...of('public-api-server', 'one half', 'three quarters'), ...of('public-broker', 'half of everything')],
  },
  {
    id: 'D24',
    right: 'AzureCloud admits whoever rents there; another tag is not known',
    tests: [
      ...of('public-api-server', 'the service tag *', 'ranges that are no addresses: *'),
      ...of(
        'public-broker',
        'the service tag *, whose machines anybody rents',
        'another service tag, and silent: which addresses it stands for is not known',
      ),
    ],
  },
  {
    id: 'D25',
    right: 'own security groups and prefix lists make source ranges unsure',
    tests: [
      ...of('public-broker', 'limited to an office beside *, and silent: other rules decide too'),
      reported('11: source ranges beside a security group of the engineer’s own, which ignores them'),
    ],
  },
  {
    id: 'D26',
    right: 'an advertised address of the inside is dead, GKE’s range for Services and overrides too',
    tests: of(
      'dead-nodeport-endpoint',
      'an address of GKE’s own range for Services',
      'a public address, overridden by *',
    ),
  },
  {
    id: 'D27',
    right: 'routes and host ports are asked for whenever a Broker is there',
    tests: [
      ...of(
        'public-broker',
        'a ClusterIP that a route leads to',
        'a ClusterIP, and the routes could not be read',
        'a ClusterIP whose pods listen on a port of their nodes, *',
      ),
      reported('08: an Ingress leads to the monitoring port of the Broker, and to its client port'),
      reported('26: a ClusterIP Broker whose container binds port 4222 of its node'),
    ],
  },
  {
    id: 'D28',
    right: 'what equals cluster-admin by another spelling fails',
    tests: of(
      'wildcard-role',
      'Secrets by another spelling of the core group',
      'as good as cluster-admin: * on *',
      'Secrets of another namespace',
    ),
  },
  {
    id: 'D29',
    right: 'the watch-list is read as MeshSync reads it',
    tests: of(
      'discovery-permission-gap',
      'a whitelist that is no JSON watches the whole table',
      'the blacklist * beside a whitelist counts as none',
      'a stray resource of another group, namespace or name is not read',
    ),
  },
  {
    id: 'D30',
    right: 'a moving tag is not pinned',
    tests: [
      'test/checks/unpinned-image.test.ts: nats:*',
      reported('39: NATS by the tag alpine, which moves with every release'),
    ],
  },
  {
    id: 'D31',
    right: 'a live MeshSync discovers whatever the Server’s variable asks for; planes count together',
    tests: [
      ...of(
        'missing-operator',
        'a Broker resource, though the Server’s variable asks for embedded mode',
        'two planes, and one of them declares operator mode, in either order',
      ),
      ...of('unneeded-node-watch', 'MeshSync’s own account, though the Server’s variable asks for embedded mode'),
    ],
  },
  {
    id: 'D32',
    right: 'every plane that is not the Server inside is judged',
    tests: of('unreachable-broker', 'the Server is in the cluster, and a plane * claims it too'),
  },
  {
    id: 'D33',
    right: 'LTS and Extended end too',
    tests: of('unsupported-kubernetes', 'AKS: 1.28, whose LTS has ended', 'EKS: extended support ended too'),
  },
  {
    id: 'D34',
    right: 'a broker of one’s own is no missing part',
    tests: of('missing-broker', 'a MeshSync with a broker of its own'),
  },
  {
    id: 'D35',
    right: 'a held lease makes a missing Operator unknown',
    tests: of('missing-operator', 'no Operator is recognised, and the lease * is *held'),
  },
  {
    id: 'D36',
    right: 'pods that are over do not count for the age',
    tests: [
      ...of(
        'unready-component',
        'a pod of phase * that was left behind, and one two minutes old: its age is the young one’s',
      ),
      young,
    ],
  },
  {
    id: 'D37',
    right: 'what every login holds, and the own namespace, is no high finding',
    tests: of(
      'wildcard-role',
      'what OpenShift gives to every login',
      'every verb on one resource of its own namespace',
      'an operator of version *, whose role was not read, writes more',
    ),
  },
  {
    id: 'D38',
    right: 'info where no plane outside needs the endpoint; the age is that of the type',
    tests: [
      ...of(
        'pending-broker-endpoint',
        '*: *',
        'none so far, a ClusterIP of days ago that became a load balancer three minutes ago',
      ),
      ...of('dead-nodeport-endpoint', '*: *'),
      young,
    ],
  },
  {
    id: 'D39',
    right: 'a NodePort Server behind a route passes, on private nodes it is medium',
    tests: of(
      'exposed-server-service',
      'a NodePort that an Ingress leads to',
      'a NodePort that nothing leads to, on private nodes',
    ),
  },
  {
    id: 'D40',
    right: 'a cluster without Meshery is info, and off unless asked for',
    tests: [
      'test/checks/unmanaged-cluster.test.ts: a cluster without Meshery that no plane claims',
      'test/checks/unmanaged-cluster.test.ts: a cluster without Meshery that no plane claims, where Meshery is expected everywhere',
    ],
  },
  {
    id: 'D41',
    right: 'internal "True" suggests, the address decides',
    inferred: true,
    tests: of(
      'public-broker',
      'internal "True", public address: the address decides',
      'internal "True", private address: the address decides',
    ),
  },
  {
    id: 'D42',
    right: 'the sentence on rbac.nodes is right',
    tests: ['test/checks/missing-node-watch.test.ts: the authorizer denies watch'],
  },
  {
    id: 'D43',
    right: 'machines of a cloud are not its managed service',
    tests: [
      'test/adapters/kubernetes/projections.test.ts: OpenShift on AWS',
      'test/adapters/kubernetes/projections.test.ts: k3s on AWS',
      law('no check fails or is unknown on a hardened install: *'),
    ],
  },
  {
    id: 'D44',
    right: 'class E is private; which public ranges are used privately no cluster shows',
    inferred: true,
    tests: ['test/model/address-range.test.ts: * is *'],
    open: 'public ranges in private use are judged public',
  },
  {
    id: 'D45',
    right: 'host ports of a Broker are a way in',
    tests: [
      ...of('public-broker', 'a ClusterIP whose pods listen on a port of their nodes, *'),
      ...of('exposed-host-port', 'the host port of a legacy MeshSync'),
    ],
  },
  {
    id: 'D46',
    right: 'native sidecars need resources too',
    tests: [
      'test/checks/missing-resources.test.ts: nothing set of an init container that ends, and of one that runs as long as its pod',
    ],
  },
  {
    id: 'D47',
    right: 'the simulated legacy Broker is NATS 2.8.2',
    tests: [
      'test/simulator/demonstration-brokers.test.ts: a Broker of the demonstration is of the version of its image: *, day *',
    ],
  },
  {
    id: 'D48',
    right: 'extended support bears its price',
    tests: of('unsupported-kubernetes', 'EKS: ended, extended support runs'),
  },
  {
    id: 'D49',
    right: 'a remedy that changes the type of a Service says what stays behind',
    tests: [remedied('D13: an internal load balancer and source ranges are alternatives, never one patch')],
  },
  {
    id: 'D50',
    right: 'node ports of an internal load balancer are a signal of their own',
    tests: of('public-broker', 'an internal load balancer opens node ports too'),
  },
  {
    id: 'D51',
    right: 'source ranges never limit node ports',
    tests: of('source-ranges', 'node ports on public nodes: source ranges do not limit them'),
  },
  {
    id: 'D52',
    right: 'tags beside source ranges leave both unsure',
    tests: of('source-ranges', 'AKS: a service tag beside source ranges'),
  },
  {
    id: 'D53',
    right: 'ranges on IP targets may not bind',
    tests: [
      ...of('public-broker', 'ranges on IP targets may not bind'),
      ...of('source-ranges', 'EKS: IP targets of the load balancer controller'),
    ],
  },
]

const groups: readonly Proof[] = [
  {
    id: 'A',
    right: 'Meshery is recognised by chart, pod labels and image',
    tests: [
      law('no check fails or is unknown on a hardened install: *'),
      recognised('01: the Server and an adapter from the project’s plain manifests, with labels of kompose alone'),
      recognised('33: the Server’s chart under another nameOverride'),
    ],
  },
  {
    id: 'B',
    right: 'every way round a ClusterIP leaves the pass unknown or fails',
    tests: [
      reported('02: a NodePort Broker on nodes whose InternalIP is public'),
      reported('06: ingress-nginx leads its port 4222 to the Broker by tcp-services'),
      reported('08: an Ingress leads to the monitoring port of the Broker, and to its client port'),
      reported('26: a ClusterIP Broker whose container binds port 4222 of its node'),
      'test/adapters/kubernetes/routes.test.ts: does not pass where * leads to it',
    ],
  },
  {
    id: 'C',
    right: 'what logs in and the UID decide which cluster it is; an alias has no finding',
    tests: [
      'test/audit/whole-run/audit-fleet.test.ts: judges nothing of another way to a cluster that is audited already, and registers no second cluster',
      'test/adapters/kubeconfig/discovery.test.ts: has two contexts of one server as two, with one locator',
    ],
  },
  {
    id: 'D',
    right: 'security groups, bindings, accounts and tags are what they are',
    tests: [
      reported('11: source ranges beside a security group of the engineer’s own, which ignores them'),
      reported('32: a NodePort Server behind a load balancer that a TargetGroupBinding binds'),
      reported('39: NATS by the tag alpine, which moves with every release'),
    ],
  },
  {
    id: 'E',
    right: 'the cloud is known by host names, labels and more than one node',
    tests: [
      reported('24: EKS by a context whose host does not tell, and the first node is a virtual one'),
      'test/adapters/kubernetes/projections.test.ts: EKS behind a virtual node',
      'test/adapters/kubeconfig/discovery.test.ts: https://0a1b.eks-cluster.eu-west-1.api.aws',
    ],
  },
  {
    id: 'F',
    right: 'every support ends',
    tests: of('unsupported-kubernetes', 'AKS: 1.28, whose LTS has ended', 'GKE: 1.33 ended, in the Extended channel'),
  },
  {
    id: 'G',
    right: 'a UTF-16 kubeconfig is read, or its encoding is named',
    tests: ['test/adapters/wire/text-file.test.ts: of UTF-16, as PowerShell writes it'],
  },
  {
    id: 'H',
    right: 'a reason is named whole, and a remedy fits the place',
    tests: [
      reported('17: a legacy Broker on minikube, where nothing gives a load balancer an address'),
      recognised('18: an Operator that no node takes'),
      ...of('unready-component', 'a pod that no node takes, in the scheduler’s words'),
    ],
    open: 'conversion webhooks, whose whole cause is not shown',
  },
  {
    id: 'I',
    right: 'MeshSync that reaches no Broker is seen',
    tests: [recognised('36: MeshSync 1.0.0 under operator 1.0.5, whose nats:// address it does not understand')],
    open: 'case 22: the check unsynced-discovery, which the catalogue does not have yet',
  },
]

const numberOf = ({ id }: Proof): number => Number(id.slice(1))

export const proofs: readonly Proof[] = [...defects.toSorted((a, b) => numberOf(a) - numberOf(b)), ...groups]
