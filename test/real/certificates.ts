import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runCommand } from './run-command.ts'

export type CertificateFiles = { readonly certificate: string; readonly key: string }

/** A certificate authority of its own for one test server, valid for two days; every file is in its folder. */
export type Authority = {
  readonly caFile: string
  readonly caPem: string
  /** A server certificate for 127.0.0.1 and localhost. */
  readonly serverCertificate: (name: string) => Promise<CertificateFiles>
}

const ellipticKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']

export async function makeAuthority(folder: string): Promise<Authority> {
  const caFile = join(folder, 'ca.pem')
  const caKey = join(folder, 'ca.key')
  const usage = ['-addext', 'keyUsage=critical,keyCertSign,cRLSign']
  const self = ['-x509', '-days', '2', '-subj', '/CN=fleet-auditor test authority', ...usage]
  await runCommand('openssl', ['req', ...self, ...ellipticKey, '-keyout', caKey, '-out', caFile])
  const caPem = await readFile(caFile, 'utf8')
  return { caFile, caPem, serverCertificate: (name) => serverCertificate(folder, name) }
}

async function serverCertificate(folder: string, name: string): Promise<CertificateFiles> {
  const path = (ending: string) => join(folder, `${name}.${ending}`)
  const request = ['-subj', `/CN=${name}`, '-keyout', path('key'), '-out', path('csr')]
  await runCommand('openssl', ['req', '-new', ...ellipticKey, ...request])
  await writeFile(path('ext'), 'subjectAltName=IP:127.0.0.1,DNS:localhost\nextendedKeyUsage=serverAuth\n')
  const signing = ['-CA', join(folder, 'ca.pem'), '-CAkey', join(folder, 'ca.key'), '-CAcreateserial', '-days', '2']
  const files = ['-in', path('csr'), '-extfile', path('ext'), '-out', path('pem')]
  await runCommand('openssl', ['x509', '-req', ...signing, ...files])
  return { certificate: path('pem'), key: path('key') }
}
