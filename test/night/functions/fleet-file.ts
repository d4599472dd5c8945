import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished, vi } from 'vitest'
import { captureOutput } from '../../functions/captured-output.ts'

/** Gives the functions of this test a fleet file, an environment a log that is not printed and a cold start; all end with it. */
export function deploy(fleet: object, variables: Readonly<Record<string, string>> = {}): void {
  const folder = mkdtempSync(path.join(tmpdir(), 'deployed-fleet-'))
  const file = path.join(folder, 'fleet.yaml')
  const sources = { aws: [{ account: '111122223333', regions: ['eu-west-1'] }] }
  writeFileSync(file, JSON.stringify({ fleet: 'shop', sources, ...fleet }))
  const environment = {
    FLEET_FILE: file,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    ...variables,
  }
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value)
  const captured = captureOutput()
  vi.resetModules()
  onTestFinished(() => {
    captured.stop()
    vi.unstubAllEnvs()
    rmSync(folder, { recursive: true })
  })
}

/** As much of Lambda's context as our handlers use. */
export const invocation = { getRemainingTimeInMillis: () => 60_000 }
