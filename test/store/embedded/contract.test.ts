import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startDynalite } from '@fleet-auditor/adapters/store/embedded/dynalite-server.ts'
import { createClient } from '@fleet-auditor/adapters/store/table/client.ts'
import { storeContract } from '../table/table-contract.ts'

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }

storeContract('the embedded database', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'store-contract-'))
  const server = await startDynalite(join(folder, 'data'))
  return {
    client: () => createClient({ endpoint: server.endpoint, region: 'local', credentials }),
    close: async () => {
      await server.close()
      await rm(folder, { recursive: true })
    },
  }
})
