import { parseImage } from '@fleet-auditor/model/image-reference.ts'
import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { ofComponent, workloadSubject } from '../facts/meshery.ts'
import { mainContainer } from '../facts/workload/main-container.ts'
import { serverEnv } from '../facts/workload/server-env.ts'
import { fail, pass } from '../outcome.ts'
import { changeValues } from '../remedies/change-workload.ts'
import { ask } from '../remedies/shell-command.ts'

const Channel = z.strictObject({ channel: z.string(), from: z.string() })

export const edgeChannel = defineCheck({
  id: 'edge-channel',
  title: 'The Server is not of the stable release channel',
  severity: 'medium',
  ruleVersion: 1,
  group: 'operations',
  answers: ['upgrade-procedure', 'component-server'],
  rule: 'RELEASE_CHANNEL of the Server is stable or not set, and its image’s tag does not begin with edge, kanvas or playground.',
  why: 'Edge builds are for testing: they are replaced without a release and without notes.',
  source: 'Meshery documentation, Operational Readiness: choose a release channel deliberately',
  evidence: Channel,
  needs: ['workloads'],
  uses: [],
  evaluate({ workloads }) {
    const outcomes = ofComponent(workloads, 'server').map((server) => {
      const subject = workloadSubject(server)
      const tag = parseImage(mainContainer(server)?.image ?? '').tag ?? ''
      const ofTag = /^(edge|kanvas|playground)\b/.exec(tag)?.[1]
      if (ofTag !== undefined) return fail(subject, { channel: ofTag, from: `image tag ${tag}` })
      const channel = serverEnv(server, 'RELEASE_CHANNEL')
      if ('verdict' in channel) return channel
      const { value = 'stable' } = channel
      const evidence = { channel: value, from: channel.value === undefined ? 'image tag' : 'RELEASE_CHANNEL' }
      return value === 'stable' ? pass(subject, evidence) : fail(subject, evidence)
    })
    return atLeastOne(outcomes, 'no Server is here')
  },
  describe: (_, { channel, from }) => `release channel ${channel} (${from})`,
  remedy: (subject, _, where) => ({
    summary: 'Run a release of the stable channel.',
    ...changeValues(where, {
      summary: 'Set the tag.',
      subject,
      settings: [{ key: 'image.tag', value: ['stable-v', ask('VERSION', 'a released version, x.y.z')], text: true }],
    }),
  }),
})
