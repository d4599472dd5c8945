/** What `init` writes. A test keeps it valid against the schema, with its comments taken off too. */
export const exampleFleetFile = `# The fleet file: what is audited, from where, and what is expected of it. Unknown keys are errors.
fleet: my-fleet

# Where clusters are found. Each scope is listed by itself; one that fails is told and the others go on.
sources:
  kubeconfig:
    - contexts: ["*"] # globs; file: another kubeconfig; provider: eks, gke or aks where nothing else tells
  # aws:
  #   - account: "111122223333"
  #     regions: [eu-west-1, us-east-1]
  #     roleArn: arn:aws:iam::111122223333:role/fleet-auditor # fleet-auditor access aws
  #     externalId: my-fleet
  # gcp:
  #   - project: my-project # fleet-auditor access gcp
  # azure:
  #   - subscription: 00000000-0000-0000-0000-000000000000 # fleet-auditor access azure

# The Meshery Servers, and which clusters each one manages.
planes: []
# planes:
#   - name: central
#     url: https://meshery.example.com
#     region: eu-west-1
#     hosting: kubernetes
#     discovery: operator # or embedded
#     egress: [198.51.100.7/32] # where its connections come from
#     discoversAs: { user: meshery-central } # the Kubernetes user of its kubeconfigs, for embedded discovery
#     owner: platform-team
#     onCall: platform-pager
#     manages:
#       - region: eu-*

# Places that probes leave from. What is not declared here is not believed: an undeclared network proves
# neither "public" nor "unreachable", and latency stays unknown.
vantages: []
# vantages:
#   - name: office
#     region: eu-west-1
#     network: internet # or private
#     standsFor: [central]
#     control: one.one.one.one:443 # answers when the network works

# Findings that are accepted, by whom, why, until when.
waivers: []
# waivers:
#   - check: public-api-server
#     clusters: { cluster: "eks:eu-west-1/sandbox-*" }
#     owner: platform-team
#     reason: sandbox, rebuilt weekly
#     expires: 2027-06-30
`
