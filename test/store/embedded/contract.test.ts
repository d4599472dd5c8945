import { serveEngineDatabase } from '../engine-database.ts'
import { storeContract } from '../table/table-contract.ts'

storeContract('the embedded database', serveEngineDatabase)
