import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify, type KeyObject } from 'node:crypto'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { CollectedFile } from '@fleet-auditor/model/collected-file.ts'

/** A pair for one collector: the private half as PKCS#8 PEM for its machine, the public half for the fleet file. */
export function newCollectorKey(): { readonly privatePem: string; readonly publicKey: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  return { privatePem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), publicKey: rawPublic(publicKey) }
}

/** Throws AuditorError `config` for what is no Ed25519 private key; `place` names the file. */
export function privateKeyOf(pem: string, place: string): KeyObject {
  const remedy = 'make one with: fleet-auditor collect --new-key <file>'
  try {
    const key = createPrivateKey(pem)
    if (key.asymmetricKeyType === 'ed25519') return key
  } catch (cause) {
    throw new AuditorError('config', 'the signing key cannot be read', { place, remedy, cause })
  }
  throw new AuditorError('config', 'the signing key is no Ed25519 key', { place, remedy })
}

export const publicKeyOf = (base64: string): KeyObject =>
  createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(base64, 'base64').toString('base64url') },
    format: 'jwk',
  })

function rawPublic(key: KeyObject): string {
  const { x = '' } = key.export({ format: 'jwk' })
  return Buffer.from(x, 'base64url').toString('base64')
}

type Signed = Pick<CollectedFile, 'schema' | 'keyId' | 'payload'>

/** Schema and key id are signed too: a payload cannot be passed off as another collector's, or as another version. */
const bytesOf = ({ schema, keyId, payload }: Signed): Buffer => Buffer.from([schema, keyId, payload].join('\n'), 'utf8')

export const signatureOf = (signed: Signed, key: KeyObject): string =>
  sign(null, bytesOf(signed), key).toString('base64')

export const isSignedBy = (file: CollectedFile, key: KeyObject): boolean =>
  verify(null, bytesOf(file), key, Buffer.from(file.signature, 'base64'))
