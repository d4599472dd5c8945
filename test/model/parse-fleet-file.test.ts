import { describe, expect, it } from 'vitest'
import { parseFleetFile } from '@fleet-auditor/model/parse-fleet-file.ts'

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
        '6: sources.gcp[0].project: Invalid input: expected string, received undefined',
      ],
    },
    {
      name: 'names used twice beside mistakes of shape, by line',
      text: 'planes:\n  - name: a\n    hostin: x\n  - name: a\nsources: 5\nwaivers:\n  - check: public-brokr\n',
      expected: [
        '3: planes[0].hostin: unknown key hostin; did you mean hosting?',
        '4: planes[1].name: a is declared twice',
        '5: sources: Invalid input: expected object, received number',
        '7: waivers[0].owner: Invalid input: expected string, received undefined',
        '7: waivers[0].reason: Invalid input: expected string, received undefined',
        '7: waivers[0].expires: Invalid input: expected string, received undefined',
        '7: waivers[0].check: no check is called public-brokr; did you mean public-broker?',
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
        expect.stringMatching(/^6: federation\.azure\.client: /) as unknown as string,
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
      expected: ['2: waivers[0].reason: Invalid input: expected string, received undefined'],
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
      expected: ['1: : Invalid input: expected object, received array'],
    },
    {
      name: 'no CIDR',
      text: 'vantages:\n  - name: v\n    allow: [127.0.0.0/40]\n',
      expected: ['3: vantages[0].allow[0]: expected a CIDR such as 10.0.0.0/8'],
    },
  ])('$name', ({ text, expected }) => {
    expect(mistakes(text)).toEqual(expected)
  })

  it('fills what is not said', () => {
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
