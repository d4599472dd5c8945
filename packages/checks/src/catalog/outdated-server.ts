import { compareVersions, parseImage, versionOf, type Version } from '@fleet-auditor/model/image-reference.ts'
import { z } from 'zod'
import { definePlaneCheck } from '../define.ts'
import { isWall, planeSubject, walled, whereAnswered } from '../facts/planes/plane-server.ts'
import { action, fail, pass, unknown } from '../outcome.ts'
import { byPerson } from '../remedies/change-workload.ts'

const Versions = z.strictObject({ build: z.string(), latest: z.string() })

export const outdatedServer = definePlaneCheck({
  id: 'outdated-server',
  title: 'A Meshery Server that is older than the newest release',
  severity: 'low',
  ruleVersion: 1,
  group: 'operations',
  answers: ['upgrade-procedure', 'component-server'],
  rule: '/api/system/version names a newest release, and the Server’s own build is not older. A Server that cannot ask GitHub, or whose build is no release, is unknown.',
  why: 'Fixes, security ones among them, are in releases; each that is skipped makes the next upgrade larger.',
  source: 'Meshery documentation, Operational readiness: upgrade procedure, stable channel; meshery.md §6b',
  evidence: Versions,
  probes: true,
  evaluate: (context) =>
    whereAnswered(context, ({ server: { version } }) => {
      const subject = planeSubject(context)
      const { status } = version
      if (isWall(status)) {
        return walled(subject, `its version got HTTP ${status}: a login is in front of it`, letThrough)
      }
      if (status !== 200 || !('build' in version) || version.build === undefined) {
        return unknown(status === 0 ? 'unreachable' : 'malformed', `its version got HTTP ${status} and no build`, {
          subject,
        })
      }
      const { build, latest } = version
      if (latest === undefined) {
        return unknown('unreachable', `the Server (${build}) names no newest release: it does not reach GitHub`, {
          subject,
          grant: action('let the Server reach api.github.com, or compare its build with the releases by hand'),
        })
      }
      const [own, newest] = [releaseOf(build), releaseOf(latest)]
      if (!own || !newest) return unknown('malformed', `${build} cannot be compared with ${latest}`, { subject })
      const evidence = { build, latest }
      return compareVersions(own, newest) < 0 ? fail(subject, evidence) : pass(subject, evidence)
    }),
  describe: (_, { build, latest }) => `it runs ${build}; ${latest} is released`,
  remedy: (_, evidence) =>
    byPerson(
      `Upgrade the Server${evidence ? ` to ${evidence.latest}` : ''} after reading the release notes: helm upgrade with values-upgrade.yaml, or the new image of its container.`,
    ),
})

/** `v1.0.64`, as a tag of an image is read. */
const releaseOf = (text: string): Version | undefined =>
  /^[\w.-]+$/.test(text) ? versionOf(parseImage(`meshery/meshery:${text}`)) : undefined

const letThrough = 'let /api/system/version through the login proxy, or probe behind it from a vantage inside'
