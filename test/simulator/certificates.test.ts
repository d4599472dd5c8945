import { X509Certificate } from 'node:crypto'
import { createAuthority } from '@fleet-auditor/simulator/certificates.ts'
import { describe, expect, it } from 'vitest'

describe('certificates', () => {
  it('issues leaves for names and addresses, verified by the authority', async () => {
    const authority = await createAuthority()
    const { certPem } = await authority.issue({ commonName: 'api', dns: ['api.example.com'], ips: ['127.0.0.1'] })
    const leaf = new X509Certificate(certPem)
    const root = new X509Certificate(authority.caPem)
    expect(leaf.verify(root.publicKey)).toBe(true)
    expect(leaf.checkIssued(root)).toBe(true)
    expect(leaf.checkHost('api.example.com')).toBe('api.example.com')
    expect(leaf.checkIP('127.0.0.1')).toBe('127.0.0.1')
    expect(root.ca).toBe(true)
  })

  it('issues expired ones and client ones', async () => {
    const authority = await createAuthority()
    const request = { commonName: 'ann', organizations: ['team'], usage: 'client' as const }
    const { certPem, keyPem } = await authority.issue({ ...request, notAfter: new Date('2026-01-01T00:00:00Z') })
    const leaf = new X509Certificate(certPem)
    expect(leaf.subject).toBe('O=team\nCN=ann')
    expect(leaf.validToDate.toISOString()).toBe('2026-01-01T00:00:00.000Z')
    expect(keyPem).toMatch(/^-----BEGIN PRIVATE KEY-----/)
  })
})
