import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { openCounter } from '@fleet-auditor/adapters/store/embedded/commit-counter.ts'
import { openDatabase } from '@fleet-auditor/adapters/store/embedded/engine/database.ts'
import { createEngine, type Engine } from '@fleet-auditor/adapters/store/embedded/engine/engine.ts'
import { clientOf } from '@fleet-auditor/adapters/store/embedded/engine/table-client.ts'

/** The embedded database in a folder of its own, which goes with it. */
export interface EngineDatabase {
  readonly engine: Engine
  readonly client: () => DynamoDBClient
  readonly close: () => Promise<void>
}

export async function openEngineDatabase(): Promise<EngineDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'engine-'))
  await writeFile(join(folder, 'commits'), '')
  const engine = createEngine(openDatabase(join(folder, 'store.db'), openCounter(join(folder, 'commits'))))
  return {
    engine,
    client: () => clientOf(engine),
    close: async () => {
      engine.close()
      await rm(folder, { recursive: true })
    },
  }
}

/** The same behind a port, for clients of other processes. */
export interface ServedDatabase extends EngineDatabase {
  readonly endpoint: string
}

export async function serveEngineDatabase(): Promise<ServedDatabase> {
  const database = await openEngineDatabase()
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [, name = ''] = String(request.headers['x-amz-target']).split('.')
    const { status, json } = await database.engine.answer(name, await text(request))
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(json)
  }
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new TypeError('the database listens on no port')
  return {
    ...database,
    endpoint: `http://127.0.0.1:${address.port}`,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await database.close()
    },
  }
}
