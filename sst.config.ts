/// <reference path="./.sst/platform/config.d.ts" />

export default $config({
  app(input) {
    const production = input?.stage === 'production'
    return {
      // Apps of their own: deployed to one account and stage, neither removes the other.
      name: process.env.DEPLOY === 'dead-man' ? 'fleet-auditor-dead-man' : 'fleet-auditor',
      removal: production ? 'retain' : 'remove',
      protect: production,
      home: 'aws',
      providers: { aws: { region: process.env.AUDITOR_REGION ?? 'eu-west-1' } },
    }
  },
  async run() {
    const { guardOptions } = await import('./infra/remembered-options.ts')
    const remember = await guardOptions()
    if (process.env.DEPLOY === 'dead-man') {
      const { topic, deadMan } = await import('./infra/dead-man.ts')
      remember([topic.arn, deadMan.arn])
      return { topic: topic.arn }
    }
    const { table } = await import('./infra/table.ts')
    const { nightly, skipped } = await import('./infra/schedule/schedule.ts')
    const { stateMachine } = await import('./infra/state-machine/state-machine.ts')
    const { api } = await import('./infra/api.ts')
    // After every file that deploys a function.
    const { alarmTopic } = await import('./infra/alarms/alarms.ts')
    const { allowList } = await import('./infra/network.ts')
    const outputs = {
      table: table.name,
      schedule: nightly.nodes.schedule.name,
      stateMachine: stateMachine.arn,
      api: api.url,
      alarms: alarmTopic.arn,
      allowList,
      skippedBySummerTime: skipped.length > 0 ? skipped : undefined,
    }
    remember(Object.values(outputs))
    return outputs
  },
})
