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
  readonly metrics: readonly Metric[]
  /** Metric math over m0, m1, …, the metrics in their order; without it several are added up. */
  readonly expression?: string
  /** Seconds. */
  readonly period?: number
  readonly above?: number
  readonly whenMissing?: 'notBreaching' | 'breaching' | 'ignore'
  /** False for what happens at a moment: the next period without it means nothing, and OK would read as if it did. */
  readonly endsItself?: false
}

/** Makes alarms that notify one topic, when they begin and, those of a state, when they end. */
export const alarmsOf =
  (topic: aws.sns.Topic) =>
  (name: string, alarm: Alarm): void => {
    const { description, metrics, period = 300, above = 0, whenMissing = 'notBreaching', endsItself = true } = alarm
    const read = metrics.map(({ stat = 'Sum', ...metric }, at) => ({
      id: `m${at}`,
      metric: { ...metric, period, stat },
    }))
    // One that reports nothing is none of it, not the end of the sum.
    const sum = read.map(({ id }) => `FILL(${id}, 0)`).join(' + ')
    const several = read.length > 1
    const expression = alarm.expression ?? (several ? sum : undefined)
    // CloudWatch fills in the newest period while its figures are under way, and they come after it was judged: three
    // periods are looked at, of which one is enough.
    const evaluationPeriods = expression === sum ? 3 : 1
    new aws.cloudwatch.MetricAlarm(name, {
      name: `${$app.name}-${$app.stage}-${name}`,
      alarmDescription: description,
      comparisonOperator: 'GreaterThanThreshold',
      threshold: above,
      evaluationPeriods,
      datapointsToAlarm: 1,
      treatMissingData: whenMissing,
      metricQueries: [
        ...read.map((query) => ({ ...query, returnData: expression === undefined })),
        ...(expression === undefined ? [] : [{ id: 'judged', expression, label: name, returnData: true }]),
      ],
      alarmActions: [topic.arn],
      okActions: endsItself ? [topic.arn] : [],
    })
  }

export const ofFunction = (watched: sst.aws.Function, metricName: string): Metric => ({
  namespace: 'AWS/Lambda',
  metricName,
  dimensions: { FunctionName: watched.name },
})
