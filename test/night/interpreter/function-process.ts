import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'

/** Stands for Lambda in a process of its own: loads a bundled handler and invokes it once. */
const Order = z.object({ file: z.string(), event: z.unknown(), remainingMs: z.number(), diesUnanswered: z.boolean() })
const Module = z.object({ handler: z.custom<(event: unknown, context: object) => Promise<unknown>>() })

process.once('message', (message) => void work(Order.parse(message)))

async function work({ file, event, remainingMs, diesUnanswered }: z.infer<typeof Order>): Promise<void> {
  const { handler } = Module.parse(await import(pathToFileURL(file).href))
  const until = performance.now() + remainingMs
  const reply = await handler(event, { getRemainingTimeInMillis: () => until - performance.now() }).then(
    (answer) => ({ answer }),
    (error: unknown) => ({ error: error instanceof Error ? error.message : String(error) }),
  )
  // All is done and no response is sent.
  if (diesUnanswered) process.kill(process.pid, 'SIGKILL')
  process.send?.(reply, () => process.disconnect())
}
