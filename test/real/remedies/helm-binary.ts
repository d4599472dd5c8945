import { join } from 'node:path'
import { built } from '../cache.ts'
import { runCommand } from '../run-command.ts'

const installed = 'helm.sh/helm/v3/cmd/helm@v3.22.0'
const buildMinutes = 40

/** The real `helm`, built by Go from its own module: minutes when nothing is there, at once after. */
export async function helmBinary(): Promise<string> {
  const folder = await built({
    part: 'helm',
    madeFrom: [installed],
    build: async (into) => {
      const env = { ...process.env, GOBIN: into, CGO_ENABLED: '0' }
      await runCommand('go', ['install', '-trimpath', '-ldflags', '-s -w', installed], {
        env,
        withinMs: buildMinutes * 60_000,
      })
    },
  })
  return join(folder, 'helm')
}
