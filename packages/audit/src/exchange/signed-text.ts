import { sign, verify, type KeyObject } from 'node:crypto'
import type { CollectedFile } from '@fleet-auditor/model/collected-file.ts'

type Signed = Pick<CollectedFile, 'schema' | 'keyId' | 'payload'>

/** Schema and key id are signed too: a payload cannot be passed off as another collector's, or as another version. */
const bytesOf = ({ schema, keyId, payload }: Signed): Buffer => Buffer.from([schema, keyId, payload].join('\n'), 'utf8')

export const signatureOf = (signed: Signed, key: KeyObject): string =>
  sign(null, bytesOf(signed), key).toString('base64')

export const isSignedBy = (file: CollectedFile, key: KeyObject): boolean =>
  verify(null, bytesOf(file), key, Buffer.from(file.signature, 'base64'))
