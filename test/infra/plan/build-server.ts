import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'
import { account } from './account.ts'
import { BuildInput, bundleHandler } from './bundle-handler.ts'
import type { Bundle, PlanOrder } from './plan-shape.ts'

const Call = z.discriminatedUnion('method', [
  z.object({ method: z.literal('Provider.Aws.Bootstrap'), params: z.tuple([z.object({ region: z.string() })]) }),
  z.object({ method: z.literal('Runtime.Build'), params: z.tuple([BuildInput]) }),
])

/**
 * What SST's CLI serves its components: the bucket that takes packages, and the bundler. Resolves to its URL. It holds
 * no process alive.
 */
export async function startBuildServer(order: PlanOrder, onBundle: (bundle: Bundle) => void): Promise<string> {
  const answer = async (request: IncomingMessage): Promise<object> => {
    const call = Call.parse(JSON.parse(await textOf(request)))
    if (call.method === 'Provider.Aws.Bootstrap') return bootstrapOf(call.params[0].region)
    return bundleHandler(order, call.params[0], onBundle)
  }
  const server = createServer((request, response) => {
    // A keep-alive socket would hold the loop, and with it the plan, for five seconds.
    response.setHeader('connection', 'close')
    answer(request).then(
      (result) => response.end(JSON.stringify({ result })),
      (error: unknown) => response.end(JSON.stringify({ error: String(error) })),
    )
  })
  const { promise, resolve } = Promise.withResolvers<void>()
  server.listen(0, '127.0.0.1', resolve)
  await promise
  server.unref()
  // A listening TCP server has this kind of address.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const bootstrapOf = (region: string) => ({
  asset: `sst-asset-${region}`,
  state: `sst-state-${region}`,
  assetEcrRegistryId: account,
  assetEcrUrl: `${account}.dkr.ecr.${region}.amazonaws.com/sst-asset`,
})

async function textOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  return text
}
