/** Rewrites the table of verdicts: `node test/matrix/renew.ts`. Read the diff, and explain each changed cell in the commit. */
import { writeFile } from 'node:fs/promises'
import { auditCells } from './cells.ts'
import { tableFile, tableOf } from './table.ts'

await writeFile(tableFile, tableOf(await auditCells()))
