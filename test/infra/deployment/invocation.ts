import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'

/** Stands for Lambda in a process of its own: loads the handler of a package and invokes it once. */
const Order = z.object({ bundle: z.string(), event: z.unknown(), remainingMs: z.number() })
const Module = z.object({ handler: z.custom<(event: unknown, context: object) => Promise<unknown>>() })

const { bundle, event, remainingMs } = Order.parse(JSON.parse(process.argv[2] ?? ''))
const { handler } = Module.parse(await import(pathToFileURL(bundle).href))
const until = Date.now() + remainingMs
const reply = await handler(event, { getRemainingTimeInMillis: () => until - Date.now() }).then(
  (answer) => ({ answer }),
  (error: unknown) => ({ error: error instanceof Error ? error.message : String(error) }),
)
process.send?.(reply, () => process.disconnect())
