/// <reference path="./.sst/platform/config.d.ts" />

export default $config({
  app(input) {
    const production = input?.stage === 'production'
    return {
      name: 'fleet-auditor',
      removal: production ? 'retain' : 'remove',
      protect: production,
      home: 'aws',
      providers: { aws: { region: 'eu-west-1' } },
    }
  },
  async run() {
    const { table } = await import('./infra/table.ts')
    const { nightly } = await import('./infra/nightly.ts')
    return { table: table.name, schedule: nightly.nodes.schedule.name }
  },
})
