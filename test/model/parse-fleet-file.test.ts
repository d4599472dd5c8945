import { fleetFileError } from '@fleet-auditor/model/fleet-file-message.ts'
import { parseFleetFile } from '@fleet-auditor/model/parse-fleet-file.ts'
import { describe, expect, it } from 'vitest'

const checks = ['missing-operator', 'public-broker']

/** `line: path: message` of every mistake. */
function mistakes(text: string): string[] {
  const parsed = parseFleetFile(text, checks)
  return parsed.ok ? [] : parsed.problems.map(({ line, path, message }) => `${line}: ${path}: ${message}`)
}

describe('parseFleetFile', () => {
  it.each<{ name: string; text: string; expected: string[] }>([
    { name: 'an empty file declares nothing', text: '', expected: [] },
    { name: 'a comment alone', text: '# nothing yet\n', expected: [] },
    {
      name: 'an unknown key, with the one that was meant',
      text: 'planes:\n  - name: central\n    hostin: docker\n',
      expected: ['3: planes[0].hostin: unknown key hostin; did you mean hosting?'],
    },
    {
      name: 'an unknown key near to nothing, with those that are known',
      text: 'checks:\n  - check: public-broker\n    reason: x\n    zzz: 1\n    skip: true\n',
      expected: ['4: checks[0].zzz: unknown key zzz; known here: check, clusters, severity, skip, reason'],
    },
    {
      name: 'a wrong word, with the one that was meant',
      text: 'planes:\n  - name: central\n    discovery: operatr\n',
      expected: ['3: planes[0].discovery: expected one of embedded, operator; did you mean operator?'],
    },
    {
      name: 'an unknown provider word',
      text: 'sources:\n  kubeconfig:\n    - provider: eksx\n',
      expected: ['3: sources.kubeconfig[0].provider: expected one of eks, gke, aks, kubeconfig; did you mean eks?'],
    },
    {
      name: 'all mistakes at once',
      text: 'sources:\n  aws:\n    - account: "12"\n      regions: [europe]\n  gcp:\n    - {}\n',
      expected: [
        '3: sources.aws[0].account: expected a 12-digit account id',
        '4: sources.aws[0].regions[0]: expected a region such as eu-west-1, or all',
        '6: sources.gcp[0].project: project is missing',
      ],
    },
    {
      name: 'names used twice beside mistakes of shape, by line',
      text: 'planes:\n  - name: a\n    hostin: x\n  - name: a\nsources: 5\nwaivers:\n  - check: public-brokr\n',
      expected: [
        '3: planes[0].hostin: unknown key hostin; did you mean hosting?',
        '4: planes[1].name: a is declared twice',
        '5: sources: expected keys with values, not a number',
        '7: waivers[0].owner: owner is missing',
        '7: waivers[0].reason: reason is missing',
        '7: waivers[0].expires: expires is missing',
        '7: waivers[0].check: no check is called public-brokr; did you mean public-broker?',
      ],
    },
    {
      name: 'a label without its value, an image by digest and a part that is none, under recognise',
      text: 'recognise:\n  labels:\n    server: mesh-manager\n    servr: app=x\n  images:\n    operator: [a/b@sha256:00]\n  namespaces: [Mesh]\n',
      expected: [
        '3: recognise.labels.server: expected a label as key=value, such as app=mesh-manager',
        '4: recognise.labels.servr: unknown key servr; did you mean server?',
        '6: recognise.images.operator[0]: expected the name of an image without its digest; * stands for any run of characters',
        '7: recognise.namespaces[0]: expected the name of a namespace',
      ],
    },
    {
      name: 'all regions beside named ones',
      text: 'sources:\n  aws:\n    - account: "111122223333"\n      regions: [all, eu-west-1]\n',
      expected: ['4: sources.aws[0].regions: expected either region names or all alone'],
    },
    {
      name: 'a member role that is an ARN',
      text: 'sources:\n  awsOrganizations:\n    - memberRole: arn:aws:iam::1:role/a\n      regions: [all]\n',
      expected: [
        '3: sources.awsOrganizations[0].memberRole: expected the name of a role, with its path: platform/fleet-auditor',
      ],
    },
    {
      name: 'a team and a collector declared twice',
      text: 'teams:\n  - name: a\n  - name: a\ncollectors:\n  - {id: k, publicKey: x}\n  - {id: k, publicKey: x}\n',
      expected: [
        '3: teams[1].name: a is declared twice',
        '5: collectors[0].publicKey: expected 32 bytes in base64, as printed by fleet-auditor collect --new-key',
        '6: collectors[1].id: k is declared twice',
        '6: collectors[1].publicKey: expected 32 bytes in base64, as printed by fleet-auditor collect --new-key',
      ],
    },
    {
      name: 'no such hour, and no such time zone',
      text: 'schedule:\n  cron: 0 24 * * *\n  timeZone: Europe/Berln\n',
      expected: [
        '2: schedule.cron: expected hour within 0-23, not 24',
        '3: schedule.timeZone: expected a time zone such as Europe/Berlin or Etc/UTC',
      ],
    },
    {
      name: 'a federation that is none',
      text: 'federation:\n  google:\n    audience: https://iam.googleapis.com/x\n  azure:\n    tenant: ../x\n    client: app\n',
      expected: [
        '3: federation.google.audience: expected //iam.googleapis.com/projects/<number>/locations/global/workloadIdentityPools/<pool>/providers/<id>',
        '5: federation.azure.tenant: expected a tenant’s id or domain',
        '6: federation.azure.client: expected an id such as 00000000-0000-4000-8000-00000000000b',
      ],
    },
    {
      name: 'a plane declared twice',
      text: 'planes:\n  - name: a\n  - name: a\n',
      expected: ['3: planes[1].name: a is declared twice'],
    },
    {
      name: 'a vantage for a plane that is not there',
      text: 'planes:\n  - name: central\nvantages:\n  - name: v\n    standsFor: [centrl]\n',
      expected: ['5: vantages[0].standsFor[0]: no plane is called centrl; did you mean central?'],
    },
    {
      name: 'a waiver without expiry, for a check that is not there',
      text: 'waivers:\n  - {check: public-brokr, owner: a, reason: b, expires: 2027-01-01}\n',
      expected: ['2: waivers[0].check: no check is called public-brokr; did you mean public-broker?'],
    },
    {
      name: 'a waiver without a reason',
      text: 'waivers:\n  - {check: public-broker, owner: a, expires: 2027-01-01}\n',
      expected: ['2: waivers[0].reason: reason is missing'],
    },
    {
      name: 'no YAML',
      text: 'planes: [\n',
      expected: [expect.stringMatching(/^2: : /) as unknown as string],
    },
    { name: 'a key twice', text: 'fleet: a\nfleet: b\n', expected: ['2: : Map keys must be unique'] },
    {
      name: 'a list where a map is meant',
      text: '- a\n',
      expected: ['1: : expected keys with values, not a list'],
    },
    {
      name: 'no CIDR',
      text: 'vantages:\n  - name: v\n    allow: [127.0.0.0/40]\n',
      expected: ['3: vantages[0].allow[0]: expected a CIDR such as 10.0.0.0/8'],
    },
    {
      name: 'a source without its regions',
      text: 'sources:\n  aws:\n    - account: "111122223333"\n',
      expected: ['3: sources.aws[0].regions: regions is missing'],
    },
    {
      name: 'an account without quotes',
      text: 'sources:\n  aws:\n    - account: 111122223333\n      regions: [eu-west-1]\n',
      expected: ['3: sources.aws[0].account: quote it: "111122223333"'],
    },
    {
      name: 'an account without quotes that begins with a zero',
      text: 'sources:\n  aws:\n    - account: 011122223333\n      regions: [eu-west-1]\n',
      expected: ['3: sources.aws[0].account: quote it: "011122223333"'],
    },
    {
      name: 'a word that YAML takes for true',
      text: 'fleet: true\n',
      expected: ['1: fleet: quote it: "true"'],
    },
    {
      name: 'an account of a selector without quotes',
      text: 'teams:\n  - name: a\n    clusters: { account: 111122223333 }\n',
      expected: ['3: teams[0].clusters.account: quote it: "111122223333"'],
    },
    {
      name: 'an account among others without quotes',
      text: 'teams:\n  - name: a\n    clusters: { account: ["444455556666", 111122223333] }\n',
      expected: ['3: teams[0].clusters.account[1]: quote it: "111122223333"'],
    },
    {
      name: 'a selector’s provider that is none, with the one that was meant',
      text: 'teams:\n  - name: a\n    clusters: { provider: aksx }\n',
      expected: [
        expect.stringMatching(
          /^3: teams\[0\]\.clusters\.provider: expected one of eks, .*did you mean aks\?$/,
        ) as unknown as string,
      ],
    },
    {
      name: 'a selector that is keys where a pattern is meant',
      text: 'teams:\n  - name: a\n    clusters: { cluster: { name: x } }\n',
      expected: ['3: teams[0].clusters.cluster: expected text, or a list of texts'],
    },
    {
      name: 'one region that is no list',
      text: 'sources:\n  aws:\n    - account: "111122223333"\n      regions: eu-west-1\n',
      expected: ['4: sources.aws[0].regions: expected a list: [eu-west-1]'],
    },
    {
      name: 'no region at all',
      text: 'sources:\n  aws:\n    - account: "111122223333"\n      regions: []\n',
      expected: ['4: sources.aws[0].regions: regions needs at least 1'],
    },
    {
      name: 'a day that is none',
      text: 'waivers:\n  - {check: public-broker, owner: a, reason: b, expires: march}\n',
      expected: ['2: waivers[0].expires: write a day as 2027-03-31'],
    },
    {
      name: 'a key without its value',
      text: 'planes:\n  - name:\n',
      expected: ['2: planes[0].name: name is empty'],
    },
    {
      name: 'a name without a letter',
      text: 'planes:\n  - name: ""\n',
      expected: ['2: planes[0].name: name is empty'],
    },
    {
      name: 'a number that is a word, and one below its range',
      text: 'thresholds:\n  latencyHighMs: slow\n  unreadyMinutes: -1\n',
      expected: [
        '2: thresholds.latencyHighMs: expected a number, not text',
        '3: thresholds.unreadyMinutes: expected at least 0',
      ],
    },
    {
      name: 'a URL, a role and a switch that are none',
      text: 'planes:\n  - name: a\n    url: meshery\n    portForward: on\nsources:\n  aws:\n    - {account: "111122223333", regions: [all], roleArn: fleet-auditor}\n',
      expected: [
        '3: planes[0].url: expected a URL such as https://meshery.example.com',
        '4: planes[0].portForward: expected true or false, not text',
        '7: sources.aws[0].roleArn: expected an ARN, which begins with arn:',
      ],
    },
  ])('reports $name', ({ text, expected }) => {
    expect(mistakes(text)).toEqual(expected)
  })

  it('shows the line of what is no YAML, with a caret, and reports it once', () => {
    const parsed = parseFleetFile('fleet: a\nplanes: [{ name: b ]\nsources: {}\n', checks)
    const error = fleetFileError('fleet.yaml', parsed.ok ? [] : parsed.problems)
    const [place, line, caret, ...rest] = error.message.split('\n')
    expect([place, line, caret, rest]).toEqual([
      expect.stringMatching(/^fleet\.yaml:2:\d+: /),
      '  planes: [{ name: b ]',
      expect.stringMatching(/^ +\^$/),
      [],
    ])
  })

  it('fills what is not set', () => {
    const parsed = parseFleetFile('planes:\n  - name: central\n    manages:\n      - region: eu-*\n', checks)
    expect(parsed).toMatchObject({
      ok: true,
      fleet: {
        fleet: 'fleet',
        planes: [{ manages: [{ region: ['eu-*'] }], portForward: true }],
        thresholds: { latencyHighMs: 300 },
      },
    })
  })
})
