import { PublishCommand, SNSClient } from '@aws-sdk/client-sns'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { quotedText } from '@fleet-auditor/model/quoted-text.ts'
import { clientSettings, type AwsClientOptions } from './aws-settings.ts'

/** Publishes a message to a topic; resolves to the id that SNS gave it. */
type Publish = (topic: string, subject: string, message: string) => Promise<string>

/** SNS takes 100 printable ASCII characters as a subject, which must not begin with a blank. */
const subjectOf = (subject: string): string =>
  subject
    .replaceAll(/[^\x20-\x7E]/g, '?')
    .trim()
    .slice(0, 100)

/** Topics of the region that their ARN names. Throws AuditorError `internal`. */
export function createPublisher(options: AwsClientOptions = {}): Publish {
  const clients = new Map<string, SNSClient>()
  return async (topic, subject, message) => {
    const region = topic.split(':')[3] ?? ''
    const client = clients.get(region) ?? new SNSClient(clientSettings({ region: region || undefined, ...options }))
    clients.set(region, client)
    try {
      const command = new PublishCommand({ TopicArn: topic, Subject: subjectOf(subject), Message: message })
      return (await client.send(command)).MessageId ?? ''
    } catch (error) {
      const words = quotedText(error instanceof Error ? `${error.name}: ${error.message}` : String(error), {
        limit: 240,
      })
      throw new AuditorError('internal', `nothing was published: ${words}`, {
        place: topic,
        remedy: 'allow sns:Publish on this topic, and see that it exists',
        cause: error,
      })
    }
  }
}
