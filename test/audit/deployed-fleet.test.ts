import { deployedFleet } from '@fleet-auditor/audit/access/deployed-fleet.ts'
import { describe, expect, it } from 'vitest'

const google = 'sources:\n  gcp:\n    - project: shop\n'

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
    ['nothing to audit', 'fleet: shop', /names no source/],
    ['an unknown check', `${google}checks:\n  - {check: public-brokr, skip: true, reason: dev}`, /no check is called/],
    ['an unknown key', `${google}plains: []`, /fleet\.yaml:4:1: plains: unknown key plains; did you mean planes/],
    ['every mistake at once', 'plains: []\nfleets: []', /plains[^]*fleets/],
  ])('is refused: %s', (_, text, message) => {
    expect(() => deployedFleet(text, 'fleet.yaml')).toThrow(message)
  })
})
