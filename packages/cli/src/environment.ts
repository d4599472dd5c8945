import path from 'node:path'
import process from 'node:process'
import envPaths from 'env-paths'

/** How Slack is reached; secrets, which never stand in the fleet file. */
export interface SlackAccess {
  readonly botToken?: string
  readonly webhookUrl?: string
  /** Where Slack's Web API is, when not at its public address. */
  readonly apiUrl?: string
}

/** What the process was started with, read once. Nothing else in the CLI reads the environment. */
export interface Environment {
  readonly dataFolder: string
  readonly kubeconfig: readonly string[]
  readonly colours: boolean
  readonly width: number
  readonly interactive: boolean
  readonly slack?: SlackAccess
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
    slack: slackAccess(env),
  }
}

/** Empty counts as unset here too. */
function slackAccess(env: NodeJS.ProcessEnv): SlackAccess {
  const [botToken, webhookUrl, apiUrl] = [env['SLACK_BOT_TOKEN'], env['SLACK_WEBHOOK_URL'], env['SLACK_API_URL']]
  return {
    botToken: botToken || undefined,
    webhookUrl: webhookUrl || undefined,
    apiUrl: apiUrl || undefined,
  }
}
