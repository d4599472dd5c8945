import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'
import { arnOf } from '../plan/mocked-outputs.ts'

const Start = z.object({ stateMachineArn: z.string(), name: z.string(), input: z.string() })
export type Started = z.infer<typeof Start>

type Invoke = (functionArn: string, event: unknown) => Promise<{ readonly answer?: unknown; readonly error: string }>

/** Of Lambda and Step Functions, what functions call: Invoke runs a package, StartExecution is remembered. */
export async function startAwsEndpoint(invoke: Invoke) {
  const started: Started[] = []
  const server = createServer((request, response) => {
    answer(request, response, invoke, started).catch((error: unknown) => response.writeHead(500).end(String(error)))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    // A listening TCP server has this kind of address.
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    started: (): readonly Started[] => started,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function answer(request: IncomingMessage, response: ServerResponse, invoke: Invoke, started: Started[]) {
  let body = ''
  for await (const chunk of request) body += String(chunk)
  response.setHeader('content-type', 'application/json')
  const [, name] = /^\/2015-03-31\/functions\/([^/]+)\/invocations/.exec(request.url ?? '') ?? []
  if (name === undefined) {
    const start = Start.parse(JSON.parse(body))
    started.push(start)
    response.end(JSON.stringify({ executionArn: arnOf('states', 'eu-west-1', start.name), startDate: 1 }))
    return
  }
  const { answer, error } = await invoke(decodeURIComponent(name), JSON.parse(body))
  if (error !== '') response.setHeader('x-amz-function-error', 'Unhandled')
  response.end(JSON.stringify(error === '' ? answer : { errorMessage: error }))
}
