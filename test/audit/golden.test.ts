import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { goldenFile, goldenReport } from '../golden/report.ts'

it('the stored snapshots, judged again, give the golden report (else: node test/golden/renew.ts, and read the diff)', () => {
  expect(goldenReport()).toBe(readFileSync(goldenFile, 'utf8'))
})
