import { z } from 'zod'

const Summary = z.object({
  lastComplete: z.object({ id: z.string(), endedAt: z.iso.datetime({ offset: true }) }).optional(),
})

/** `failure`: why it could not be known. */
export interface LastCompleteRun {
  readonly run?: string
  readonly endedAt?: string
  readonly failure?: string
}

const requestTimeoutMs = 15_000

/** The last run that read the whole fleet, by the API's `/v1/summary`. Never throws for the other side. */
export async function lastCompleteRun(url: string, token: string | undefined): Promise<LastCompleteRun> {
  try {
    const response = await fetch(url, {
      headers: { accept: 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
      redirect: 'error', // a token goes where it was meant to go
      signal: AbortSignal.timeout(requestTimeoutMs),
    })
    if (!response.ok) return { failure: `it answered ${response.status}` }
    const { lastComplete } = Summary.parse(await response.json())
    return lastComplete ? { run: lastComplete.id, endedAt: lastComplete.endedAt } : {}
  } catch (error) {
    return { failure: error instanceof z.ZodError ? 'its answer is not a summary' : reasonOf(error) }
  }
}

/** Node hides the reason of a failed fetch one level down. */
const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message
}
