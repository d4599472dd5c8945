import type { Resource } from './role.ts'

/** Set by `sst secret set <name> <value>`; `none` until then, and what needs it stays silent. */
const slackBotToken = new sst.Secret('SlackBotToken', 'none')
const slackWebhookUrl = new sst.Secret('SlackWebhookUrl', 'none')

/** Only for the functions that send: notify and the watchdog. */
export const slack: Resource = {
  variables: { SLACK_BOT_TOKEN: slackBotToken.value, SLACK_WEBHOOK_URL: slackWebhookUrl.value },
}
