import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { platform, root } from './plan/places.ts'

/** Unpacks SST's components and their Pulumi packages, once for a checkout: about a minute, and npm's registry. */
export default function setup(): void {
  if (existsSync(path.join(platform, 'node_modules/@pulumi/aws/package.json'))) return
  process.stdout.write('infra: unpacking the SST platform, once (about a minute)\n')
  const { status } = spawnSync('npm', ['run', '-s', 'sst:install'], { cwd: root, stdio: 'inherit' })
  if (status !== 0) throw new Error('npm run sst:install failed: the infra tier cannot plan anything')
}
