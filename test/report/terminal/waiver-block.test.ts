import { digestOf } from '@fleet-auditor/report/digest/digest.ts'
import { noColours } from '@fleet-auditor/report/paint.ts'
import { terminalReport } from '@fleet-auditor/report/terminal/terminal-report.ts'
import { expect, it } from 'vitest'
import { document, finding } from '../audit-document.ts'
import { endedRun } from '../ended-run.ts'

it('a waived finding is no work, and is listed with who accepted it and until when', () => {
  const waived = { owner: 'sre', reason: 'moving', expires: '2027-01-31' }
  const text = terminalReport(document({ findings: [finding({ severity: 'critical', waived })] }), {
    paint: noColours,
    width: 110,
    all: false,
    verbose: false,
    digest: digestOf(endedRun([])),
    ending: 'exit 0: no open finding at high or above',
  })
  expect(text).not.toMatch(/FIX FIRST/)
  expect(text).toMatch(/ACCEPTED BY WAIVERS\n.*unpinned-image.*moving \(sre, until 2027-01-31\)/)
  expect(text).toMatch(/open: none · 1 accepted by waivers/)
})
