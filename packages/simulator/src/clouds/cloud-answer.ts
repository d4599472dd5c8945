export interface CloudRequest {
  readonly method: string
  readonly url: URL
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

export interface CloudAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** One operation of a cloud's API, found by method and path; `answer` runs unless a fault is declared for it. */
export interface CloudOperation {
  readonly operation: string
  answer(): CloudAnswer
}

export const jsonAnswer = (
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): CloudAnswer => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  body: JSON.stringify(body),
})

export function bearerOf(request: CloudRequest): string | undefined {
  const header = request.headers['authorization']
  return typeof header === 'string' ? /^Bearer (.+)$/i.exec(header)?.[1] : undefined
}
