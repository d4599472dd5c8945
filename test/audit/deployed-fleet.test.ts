import { deployedFleet, fleetOfFunctions } from '@fleet-auditor/audit/access/deployed-fleet.ts'
import { describe, expect, it } from 'vitest'

const google = `federation:
  google:
    audience: //iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/pool/providers/lambda
sources:
  gcp:
    - project: shop
`

describe('a deployed fleet file', () => {
  it('is read as any other', () => {
    expect(deployedFleet(`fleet: shop\n${google}`, 'fleet.yaml')).toMatchObject({
      fleet: 'shop',
      sources: { gcp: [{ project: 'shop' }] },
    })
  })

  it('names no kubeconfig, for which there is another way', () => {
    const text = `${google}  kubeconfig:\n    - contexts: ['*']\n`
    expect(() => deployedFleet(text, 'fleet.yaml')).toThrow(
      expect.objectContaining({
        code: 'config',
        details: {
          place: 'fleet.yaml: sources.kubeconfig',
          remedy: expect.stringMatching(/fleet-auditor collect.*fleet-auditor ingest/),
        },
      }),
    )
  })

  it.each([
    ['gcp', '- project: shop', 'google'],
    ['gcpOrganizations', "- organization: '1'", 'google'],
    ['azure', '- subscription: bank', 'azure'],
    ['azureTenants', '- tenant: contoso.example', 'azure'],
  ])('must declare how functions sign in to the clouds of its sources: %s', (key, source, section) => {
    const other =
      section === 'google' ? 'azure: { tenant: a.example, client: 00000000-0000-4000-8000-00000000000b }' : ''
    const text = `fleet: shop\nsources:\n  ${key}:\n    ${source}\nfederation: { ${other} }\n`
    expect(() => deployedFleet(text, 'fleet.yaml')).toThrow(
      expect.objectContaining({
        code: 'config',
        message: `a deployed fleet file with sources.${key} needs federation.${section}`,
        details: { place: `fleet.yaml: sources.${key}`, remedy: expect.stringContaining(`federation.${section}`) },
      }),
    )
  })

  it.each([
    ['nothing to audit', 'fleet: shop', /names no source/],
    ['an unknown check', `${google}checks:\n  - {check: public-brokr, skip: true, reason: dev}`, /no check is called/],
    ['an unknown key', `${google}plains: []`, /fleet\.yaml:7:1: plains: unknown key plains; did you mean planes/],
    ['every mistake at once', 'plains: []\nfleets: []', /plains[^]*fleets/],
  ])('is refused: %s', (_, text, message) => {
    expect(() => deployedFleet(text, 'fleet.yaml')).toThrow(message)
  })

  it('needs no federation for AWS alone', () => {
    const text = "fleet: shop\nsources: {aws: [{account: '111122223333', regions: [eu-west-1]}]}"
    expect(deployedFleet(text, 'fleet.yaml')).toMatchObject({ fleet: 'shop' })
  })

  it('is read by a function whether or not it has a federation: that was settled when it was deployed', () => {
    expect(fleetOfFunctions('fleet: shop\nsources: {gcp: [{project: shop}]}', 'fleet.yaml')).toMatchObject({
      fleet: 'shop',
    })
  })
})
