import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { printReport } from '@fleet-auditor/cli/printing/audit-report.ts'
import type { ReportFormat } from '@fleet-auditor/cli/printing/rows.ts'
import type { Io } from '@fleet-auditor/cli/wiring/environment.ts'
import { digestOf } from '@fleet-auditor/report/digest/digest.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { document } from '../../report/audit-document.ts'
import { endedRun } from '../../report/ended-run.ts'

let folder: string
let [out, err] = ['', '']
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'report-'))
})
afterAll(() => rm(folder, { recursive: true }))
beforeEach(() => void ([out, err] = ['', '']))

const print = async (format: ReportFormat, stepSummary?: string): Promise<void> => {
  const environment = {
    dataFolder: folder,
    kubeconfig: [],
    colours: false,
    width: 80,
    reportWidth: 110,
    interactive: false,
    stepSummary,
  }
  const io: Io = {
    environment: { ...environment, variables: {} },
    out: (text) => void (out += text),
    err: (text) => void (err += text),
  }
  await printReport(
    { document: document(), digest: digestOf(endedRun([])) },
    { format, verbose: false, all: false, colour: false },
    io,
  )
}

it.each([
  ['table', /payments/],
  ['json', /^\{\n {2}"schema"/],
  ['ndjson', /^\{"kind":"run"/],
  ['sarif', /"version": "2\.1\.0"/],
  ['junit', /^<\?xml/],
  ['csv', /^kind,severity/],
  ['markdown', /^## Audit of fleet/],
] as const)('--format %s prints its own form', async (format, form) => {
  await print(format)
  expect(out).toMatch(form)
})

describe('in a step of GitHub Actions', () => {
  it('the summary of the step is added to what is there, beside the report', async () => {
    const file = path.join(folder, 'summary.md')
    await print('json', file)
    await print('json', file)
    expect((await readFile(file, 'utf8')).match(/^## Audit of fleet/gm)).toHaveLength(2)
    expect(out).not.toContain('## Audit')
  })

  it('a summary that cannot be written is reported, and the report stands', async () => {
    await print('json', path.join(folder, 'none', 'summary.md'))
    expect(out).toContain('"schema"')
    expect(err).toContain('ENOENT')
  })
})
