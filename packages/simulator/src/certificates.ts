import 'reflect-metadata'
import { webcrypto } from 'node:crypto'
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
  type Extension,
  type X509Certificate,
} from '@peculiar/x509'

const curve = { name: 'ECDSA', namedCurve: 'P-256' } as const
const signature = { name: 'ECDSA', hash: 'SHA-256' } as const
const usageOids = { server: '1.3.6.1.5.5.7.3.1', client: '1.3.6.1.5.5.7.3.2' } as const
const day = 86_400_000

/** PEM texts of one leaf certificate and its PKCS#8 key. */
export interface IssuedCertificate {
  readonly certPem: string
  readonly keyPem: string
}

/** What a leaf is issued for. Dates default to a year around now; a past `notAfter` makes an expired one. */
export interface CertificateRequest {
  readonly commonName: string
  /** Become the subject's O: the groups of a client certificate. */
  readonly organizations?: readonly string[]
  readonly dns?: readonly string[]
  readonly ips?: readonly string[]
  readonly usage?: keyof typeof usageOids
  readonly notBefore?: Date
  readonly notAfter?: Date
}

export interface CertificateAuthority {
  readonly caPem: string
  issue(request: CertificateRequest): Promise<IssuedCertificate>
}

/** An EC P-256 authority in memory only. */
export async function createAuthority(commonName = 'simulated-cluster-ca'): Promise<CertificateAuthority> {
  const keys = await webcrypto.subtle.generateKey(curve, true, ['sign', 'verify'])
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      serialNumber: serialNumber(),
      name: [{ CN: [commonName] }],
      ...validity({}, 3650),
      keys,
      signingAlgorithm: signature,
      extensions: [
        new BasicConstraintsExtension(true, undefined, true),
        new KeyUsagesExtension(
          KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign | KeyUsageFlags.digitalSignature,
          true,
        ),
        await SubjectKeyIdentifierExtension.create(keys.publicKey),
      ],
    },
    webcrypto,
  )
  return { caPem: certificate.toString('pem'), issue: (request) => issue(certificate, keys, request) }
}

async function issue(
  authority: X509Certificate,
  authorityKeys: webcrypto.CryptoKeyPair,
  request: CertificateRequest,
): Promise<IssuedCertificate> {
  const keys = await webcrypto.subtle.generateKey(curve, true, ['sign', 'verify'])
  const certificate = await X509CertificateGenerator.create(
    {
      serialNumber: serialNumber(),
      subject: [
        ...(request.organizations?.length ? [{ O: [...request.organizations] }] : []),
        ...(request.commonName ? [{ CN: [request.commonName] }] : []),
      ],
      issuer: authority.subject,
      ...validity(request, 365),
      publicKey: keys.publicKey,
      signingKey: authorityKeys.privateKey,
      signingAlgorithm: signature,
      extensions: await leafExtensions(request, keys.publicKey, authorityKeys.publicKey),
    },
    webcrypto,
  )
  const key = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64')
  return { certPem: certificate.toString('pem'), keyPem: pem('PRIVATE KEY', key) }
}

async function leafExtensions(
  request: CertificateRequest,
  own: webcrypto.CryptoKey,
  issuer: webcrypto.CryptoKey,
): Promise<Extension[]> {
  const names = [
    ...(request.dns ?? []).map((value) => ({ type: 'dns' as const, value })),
    ...(request.ips ?? []).map((value) => ({ type: 'ip' as const, value })),
  ]
  return [
    new BasicConstraintsExtension(false, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
    new ExtendedKeyUsageExtension([usageOids[request.usage ?? 'server']]),
    ...(names.length > 0 ? [new SubjectAlternativeNameExtension(names)] : []),
    await SubjectKeyIdentifierExtension.create(own, false, webcrypto),
    await AuthorityKeyIdentifierExtension.create(issuer, false, webcrypto),
  ]
}

function validity(request: Pick<CertificateRequest, 'notBefore' | 'notAfter'>, days: number) {
  const notAfter = request.notAfter ?? new Date(Date.now() + days * day)
  return { notBefore: request.notBefore ?? new Date(Math.min(Date.now(), notAfter.getTime()) - day), notAfter }
}

/** Positive, as DER wants it: the first byte stays below 0x80. */
function serialNumber(): string {
  const bytes = Buffer.from(webcrypto.getRandomValues(new Uint8Array(16)))
  return `4${bytes.toString('hex').slice(1)}`
}

const pem = (label: string, base64: string): string =>
  `-----BEGIN ${label}-----\n${base64.match(/.{1,64}/g)?.join('\n') ?? ''}\n-----END ${label}-----\n`
