import { pathToFileURL } from 'node:url'
import { doJob } from '../child.ts'

export interface InvocationJob {
  /** The bundle. */
  readonly file: string
  /** Delivered one after another. */
  readonly events: readonly unknown[]
}

export interface FirstInvocation {
  readonly ms: number
}

type Handler = (event: unknown, context: object) => Promise<unknown>

/** As much of Lambda's context as our handlers use. */
const context = { awsRequestId: 'bench', getRemainingTimeInMillis: () => 900_000 }

/** Stands for Lambda: loads a bundle and invokes its handler. What Node itself takes to start is not counted. */
await doJob(async ({ file, events }: InvocationJob): Promise<FirstInvocation> => {
  const begun = performance.now()
  const { handler } = (await import(pathToFileURL(file).href)) as { handler: Handler } // bundled with this export
  for (const event of events) refuseFailure(await handler(event, context).catch(shortly))
  return { ms: performance.now() - begun }
})

/** Without its place: that would be a line of a minified bundle. */
function shortly(error: unknown): never {
  throw new Error(error instanceof Error ? error.message : String(error))
}

/** An API reports failures by its status. */
function refuseFailure(answer: unknown): void {
  if (typeof answer !== 'object' || answer === null || !('statusCode' in answer)) return
  if (Number(answer.statusCode) >= 400) throw new Error(JSON.stringify(answer))
}
