/** One of CloudWatch. */
export interface Metric {
  readonly namespace: string
  readonly metricName: string
  readonly dimensions: Record<string, $util.Input<string>>
  readonly stat?: 'Sum' | 'Maximum'
}

interface Alarm {
  /** What a pager shows. */
  readonly description: string
  /** Added up where there are several. */
  readonly metrics: readonly Metric[]
  /** Seconds. */
  readonly period?: number
  readonly above?: number
  readonly whenMissing?: 'notBreaching' | 'breaching'
}

/** Makes alarms that notify one topic, when they begin and when they end. */
export const alarmsOf =
  (topic: aws.sns.Topic) =>
  (name: string, { description, metrics, period = 300, above = 0, whenMissing = 'notBreaching' }: Alarm): void => {
    const read = metrics.map(({ stat = 'Sum', ...metric }, at) => ({
      id: `m${at}`,
      metric: { ...metric, period, stat },
    }))
    // One that reports nothing is none of it, not the end of the sum.
    const sum = read.map(({ id }) => `FILL(${id}, 0)`).join(' + ')
    const several = read.length > 1
    // CloudWatch fills in the newest period while its figures are under way, and they come after it was judged: three
    // periods are looked at, of which one is enough.
    const evaluationPeriods = several ? 3 : 1
    new aws.cloudwatch.MetricAlarm(name, {
      name: `${$app.name}-${$app.stage}-${name}`,
      alarmDescription: description,
      comparisonOperator: 'GreaterThanThreshold',
      threshold: above,
      evaluationPeriods,
      datapointsToAlarm: 1,
      treatMissingData: whenMissing,
      metricQueries: [
        ...read.map((query) => ({ ...query, returnData: !several })),
        ...(several ? [{ id: 'sum', expression: sum, label: name, returnData: true }] : []),
      ],
      alarmActions: [topic.arn],
      okActions: [topic.arn],
    })
  }

export const ofFunction = (watched: sst.aws.Function, metricName: string): Metric => ({
  namespace: 'AWS/Lambda',
  metricName,
  dimensions: { FunctionName: watched.name },
})
