/** What `init` writes. A test keeps it valid against the schema, with its comments taken off too. */
export const exampleFleetFile = `# The fleet file: what is audited, from where, and what is expected of it. Unknown keys are errors.
fleet: my-fleet

# Where clusters are found. Each scope is listed by itself; one that fails is reported, and the others go on.
sources:
  kubeconfig:
    - contexts: ["*"] # globs; file: another kubeconfig; provider: eks, gke or aks where it cannot be recognized
  # aws:
  #   - account: "111122223333"
  #     regions: [eu-west-1, us-east-1] # or [all]: every region that the account has enabled
  #     roleArn: arn:aws:iam::111122223333:role/fleet-auditor # fleet-auditor access aws
  #     externalId: my-fleet
  # awsOrganizations: # every active account of an organization
  #   - memberRole: fleet-auditor # the role in each account, by name
  #     externalId: my-fleet
  #     regions: [all]
  #     listRoleArn: arn:aws:iam::444455556666:role/fleet-auditor-list # of the management account
  #     except: ["777788889999"]
  # gcp:
  #   - project: my-project # fleet-auditor access gcp
  # gcpOrganizations: # every project with clusters
  #   - organization: "123456789012"
  #     except: [sandbox-project]
  # azure:
  #   - subscription: 00000000-0000-0000-0000-000000000000 # fleet-auditor access azure
  # azureTenants: # every subscription that the identity may read
  #   - tenant: 00000000-0000-0000-0000-00000000000a

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
#     team: platform-team
#     onCall: platform-pager
#     manages:
#       - region: eu-*
#         name: ["*", "!dev-*"] # all but these; also account, provider, scope, labels

# Probe locations. Without one that represents a Meshery Server, "public", "unreachable" and latency stay unknown.
vantages: []
# vantages:
#   - name: office
#     region: eu-west-1
#     network: internet # or private
#     standsFor: [central]
#     control: one.one.one.one:443 # answers when the network works

# How Meshery is known where neither its labels nor its images show it: a part (server, operator, meshsync, broker,
# adapter) by a label or an image of your own, and namespaces to look into beside meshery.
# recognise:
#   labels: { server: app=mesh-manager }
#   images: { server: registry.example.com/tools/mesh-manager }
#   namespaces: [mesh-system]
# Every cluster is meant to have Meshery: one without it that no plane claims is then a finding.
# expectAll: true

# Which team a cluster belongs to: the first rule that matches, else the cloud tag or label named by teamTag.
teams: []
# teams:
#   - name: payments
#     clusters: { cluster: "eks:111122223333:eu-west-1/pay-*" }
#     channel: C0PAYMENTS0 # Slack channel id; absent: the fleet's
# teamTag: team

# When a deployment, and serve, audit the fleet.
# schedule:
#   cron: 0 2 * * * # minute hour day-of-month month day-of-week
#   timeZone: Europe/Berlin

# Where the digest goes. The bot token or webhook is a secret and never stands here.
# slack:
#   channel: C0FLEET0000
#   criticalChannel: C0PAGER0000
#   heartbeat: monday

# How functions on AWS sign in to the other clouds, without a stored secret.
# federation:
#   google: # fleet-auditor access gcp workload-identity
#     audience: //iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/fleet-auditor/providers/aws-auditor
#     serviceAccount: fleet-auditor@my-project.iam.gserviceaccount.com
#   azure: # fleet-auditor access azure federated-credential
#     tenant: 00000000-0000-0000-0000-00000000000a
#     client: 00000000-0000-4000-8000-00000000000b

# Keys of collectors inside networks that the auditor cannot reach: fleet-auditor collect --new-key
collectors: []
# collectors:
#   - id: factory-1
#     publicKey: AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
#     clusters: { cluster: "*/factory-*" }
#     expires: 2027-06-30

# Accepted findings: by whom, why, until when.
waivers: []
# waivers:
#   - check: public-api-server
#     clusters: { cluster: "eks:111122223333:eu-west-1/sandbox-*" }
#     owner: platform-team
#     reason: sandbox, rebuilt weekly
#     expires: 2027-06-30
`
