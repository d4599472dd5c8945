import { connect, type ClientHttp2Session } from 'node:http2'
import { createSecureContext } from 'node:tls'
import type { Question } from '../canned-answers.ts'
import type { Target } from '../canned-server.ts'

/** The least that can be done: one session, the very questions of the auditor all at once, JSON.parse. */
export async function fetchBare({ caPem, token, asked }: Target, port: number): Promise<void> {
  const session = connect(`https://127.0.0.1:${port}`, { secureContext: createSecureContext({ ca: caPem }) })
  session.on('error', () => undefined)
  try {
    await Promise.all(asked.map((question) => ask(session, token, question)))
  } finally {
    session.destroy()
  }
}

function ask(session: ClientHttp2Session, token: string, { method, path, accept, body }: Question): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const posted = body === '' ? {} : { 'content-type': 'application/json' }
    const headers = { ':method': method, ':path': path, accept, authorization: `Bearer ${token}`, ...posted }
    const stream = session.request(headers, { endStream: body === '' })
    const chunks: Buffer[] = []
    stream.on('data', (chunk: Buffer) => chunks.push(chunk))
    stream.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString())))
    stream.on('error', reject) // a session that fails fails its streams
    if (body !== '') stream.end(body)
  })
}
