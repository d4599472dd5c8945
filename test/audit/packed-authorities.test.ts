import { packedAuthorities } from '@fleet-auditor/audit/access/packed-authorities.ts'
import { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { describe, expect, it } from 'vitest'

const moved = (ca: string) => {
  const proxy = { url: 'https://proxy.example', ca }
  return FleetFile.parse({ endpoints: { gke: proxy, entra: proxy, sts: { url: 'https://sts.example' } } })
}

describe('authorities of endpoints', () => {
  it('are packed once, under their names', () => {
    expect(packedAuthorities(moved('certificates/proxy..pem'), 'fleet.yaml')).toEqual(['certificates/proxy..pem'])
  })

  it.each(['/etc/ssl/proxy.pem', '../proxy.pem', 'certificates/../../proxy.pem', String.raw`C:\proxy.pem`])(
    'stop a deployment where they are outside the project: %s',
    (ca) => {
      expect(() => packedAuthorities(moved(ca), 'fleet.yaml')).toThrow(
        expect.objectContaining({
          code: 'config',
          message: expect.stringContaining(ca),
          details: { place: 'fleet.yaml: endpoints.gke.ca', remedy: expect.stringMatching(/copy it into the project/) },
        }),
      )
    },
  )
})
