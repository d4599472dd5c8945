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

export type Variables = Readonly<Record<string, string | undefined>>

/** What the process was started with, read once. Nothing else in the CLI reads the environment. */
export interface Environment {
  readonly dataFolder: string
  readonly kubeconfig: readonly string[]
  readonly colours: boolean
  /** Of standard error, in places of a line. */
  readonly width: number
  /** Of the report on standard output. */
  readonly reportWidth: number
  readonly interactive: boolean
  readonly slack?: SlackAccess
  /** The file that GitHub Actions shows as the summary of this step. */
  readonly stepSummary?: string
  /** As they are, for child processes. */
  readonly variables: Variables
}

export function readEnvironment(): Environment {
  const { env, stdout, stderr } = process
  const kubeconfig = env['KUBECONFIG']?.split(path.delimiter).filter((file) => file !== '') ?? []
  return {
    // Empty counts as unset, as the XDG variables do.
    dataFolder: env['FLEET_AUDITOR_DATA'] || envPaths('fleet-auditor', { suffix: '' }).data,
    kubeconfig,
    colours: wantsColours(env, stdout),
    width: stderr.columns > 0 ? stderr.columns : 80,
    reportWidth: reportWidth(env, stdout.columns),
    interactive: stderr.isTTY,
    slack: slackAccess(env),
    stepSummary: env['GITHUB_STEP_SUMMARY'] || undefined,
    variables: env,
  }
}

/** Where output goes to a file or a pipe. */
const widthOfFiles = 110

/** That of the terminal; COLUMNS where there is none, as of other tools. */
export function reportWidth(env: Variables, columns: number | undefined): number {
  const width = columns || Number(env['COLUMNS'])
  return Number.isInteger(width) && width > 0 ? Math.max(40, width) : widthOfFiles
}

/** Standard output as far as colours go; what is no terminal has no `hasColors`. */
export interface ColourStream {
  readonly isTTY?: boolean
  hasColors?(env: object): boolean
}

/** NO_COLOR wins where it is not empty (no-color.org), then FORCE_COLOR, then what the terminal can: TERM=dumb cannot. */
export function wantsColours(env: Variables, stream: ColourStream): boolean {
  if (env['NO_COLOR']) return false
  const forced = env['FORCE_COLOR']
  if (forced !== undefined) return forced !== '0' && forced !== 'false'
  return stream.isTTY === true && stream.hasColors?.(env) === true
}

/** Empty counts as unset here too. */
function slackAccess(env: Variables): SlackAccess {
  const [botToken, webhookUrl, apiUrl] = [env['SLACK_BOT_TOKEN'], env['SLACK_WEBHOOK_URL'], env['SLACK_API_URL']]
  return {
    botToken: botToken || undefined,
    webhookUrl: webhookUrl || undefined,
    apiUrl: apiUrl || undefined,
  }
}

/** What a command has of its process: what it was started with, and where its words go. */
export interface Io {
  readonly environment: Environment
  /** Standard output: what was asked for, and nothing else. */
  readonly out: (text: string) => void
  /** Standard error: progress, notes and mistakes. */
  readonly err: (text: string) => void
}
