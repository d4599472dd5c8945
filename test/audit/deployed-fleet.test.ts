import { deployedFleet } from '@fleet-auditor/audit/access/deployed-fleet.ts'
import { describe, expect, it } from 'vitest'

const audience =
  '//iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/auditors/providers/lambda'
const federated = `federation:\n  google: {audience: '${audience}'}\n`
const google = 'sources:\n  gcp:\n    - project: shop\n'

describe('a deployed fleet file', () => {
  it('is read as any other', () => {
    expect(deployedFleet(`fleet: shop\n${federated}${google}`, 'fleet.yaml')).toMatchObject({
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
    ['nothing to audit', 'fleet: shop', /names no source/],
    ['an unknown check', `${google}checks:\n  - {check: public-brokr, skip: true, reason: dev}`, /no check is called/],
    ['an unknown key', `${google}plains: []`, /fleet\.yaml:4:1: plains: unknown key plains; did you mean planes/],
    ['every mistake at once', 'plains: []\nfleets: []', /plains[^]*fleets/],
  ])('is refused: %s', (_, text, message) => {
    expect(() => deployedFleet(text, 'fleet.yaml')).toThrow(message)
  })

  const client = 'a1b2c3d4-0000-4000-8000-000000000000'

  it.each<[name: string, sources: string, federation: string, place: string | undefined]>([
    ['a project', 'gcp: [{project: shop}]', '', 'sources.gcp'],
    ['an organization of Google’s', "gcpOrganizations: [{organization: '123'}]", '', 'sources.gcpOrganizations'],
    ['a subscription', 'azure: [{subscription: s}]', federated, 'sources.azure'],
    ['a tenant', 'azureTenants: [{}]', federated, 'sources.azureTenants'],
    ['a project, with a federation', 'gcp: [{project: shop}]', federated, undefined],
    [
      'a subscription, with a federation',
      'azure: [{subscription: s}]',
      `federation: {azure: {tenant: t, client: ${client}}}\n`,
      undefined,
    ],
    ['AWS alone', "aws: [{account: '111122223333', regions: [eu-west-1]}]", '', undefined],
  ])('that names %s is deployed with a way to sign in there', (_, sources, federation, place) => {
    const read = () => deployedFleet(`${federation}sources: {${sources}}`, 'fleet.yaml')
    if (place === undefined) expect(read()).toHaveProperty('sources')
    else {
      const details = { place: `fleet.yaml: ${place}`, remedy: expect.stringMatching(/^set federation\.\w+.*access/) }
      expect(read).toThrow(expect.objectContaining({ code: 'config', details }))
    }
  })
})
