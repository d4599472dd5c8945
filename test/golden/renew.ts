/** Rewrites the golden report: `node test/golden/renew.ts`. Read the diff before committing it. */
import { writeFile } from 'node:fs/promises'
import { goldenFile, goldenReport } from './report.ts'

await writeFile(goldenFile, goldenReport())
