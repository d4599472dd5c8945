import path from 'node:path'
import process from 'node:process'
import envPaths from 'env-paths'

/** What the process was started with, read once. Nothing else in the CLI reads the environment. */
export interface Environment {
  readonly dataFolder: string
  readonly kubeconfig: readonly string[]
  readonly colours: boolean
  readonly width: number
  readonly interactive: boolean
}

export function readEnvironment(): Environment {
  const { env, stdout, stderr } = process
  const kubeconfig = env['KUBECONFIG']?.split(path.delimiter).filter((file) => file !== '') ?? []
  return {
    // Empty counts as unset, as the XDG variables do.
    dataFolder: env['FLEET_AUDITOR_DATA'] || envPaths('fleet-auditor', { suffix: '' }).data,
    kubeconfig,
    colours:
      env['NO_COLOR'] === undefined && env['FORCE_COLOR'] !== '0' && (stdout.isTTY || env['FORCE_COLOR'] !== undefined),
    width: stderr.columns > 0 ? stderr.columns : 80,
    interactive: stderr.isTTY,
  }
}
