import { request as httpsRequest } from 'node:https'

export interface Question {
  readonly method: string
  readonly path: string
  readonly accept: string
  readonly body: string
}

export interface CannedAnswer {
  readonly status: number
  readonly contentType: string
  readonly body: Buffer
}

export interface CannedAnswers {
  readonly asked: () => readonly Question[]
  answer(question: Question, authorization: string): CannedAnswer | Promise<CannedAnswer>
}

/** Answers of a server, each fetched from it once and then cached: what serving them costs is no longer the server's. */
export function cannedAnswers(origin: string, ca: string): CannedAnswers {
  const cached = new Map<string, CannedAnswer>()
  const asked: Question[] = []
  return {
    asked: () => asked,
    answer: (question, authorization) => {
      const key = `${question.method} ${question.path} ${question.accept} ${question.body}`
      return cached.get(key) ?? record(question, authorization, key)
    },
  }

  async function record(question: Question, authorization: string, key: string): Promise<CannedAnswer> {
    const answer = await fetchOnce(origin, ca, question, authorization)
    if (!cached.has(key)) asked.push(question)
    cached.set(key, answer)
    return answer
  }
}

function fetchOnce(
  origin: string,
  ca: string,
  { method, path, accept, body }: Question,
  authorization: string,
): Promise<CannedAnswer> {
  return new Promise((resolve, reject) => {
    const headers = { accept, authorization, 'content-type': 'application/json' }
    const sent = httpsRequest(new URL(path, origin), { method, headers, ca, agent: false }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const contentType = response.headers['content-type'] ?? ''
        resolve({ status: response.statusCode ?? 500, contentType, body: Buffer.concat(chunks) })
      })
    })
    sent.on('error', reject)
    sent.end(body)
  })
}
