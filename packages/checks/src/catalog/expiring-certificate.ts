import { z } from 'zod'
import { definePlaneCheck } from '../define.ts'
import { planeSubject, whereAnswered } from '../facts/planes/plane-server.ts'
import { fail, notApplicable, pass, unknown } from '../outcome.ts'
import { byPerson } from '../remedies/change-workload.ts'

/** ISO 8601, and whole days from the audit to it. */
const Expiry = z.strictObject({ notAfter: z.string(), daysLeft: z.number().int() })

const dayMs = 24 * 60 * 60 * 1000
/** ACME clients renew a certificate of 90 days 30 days before its end: at 21 the renewal has failed for a week. */
const soonDays = 21
const urgentDays = 7

export const expiringCertificate = definePlaneCheck({
  id: 'expiring-certificate',
  title: 'A Meshery Server whose certificate expires soon',
  severity: 'medium',
  ruleVersion: 1,
  group: 'networking',
  answers: ['ingress-tls', 'component-ui'],
  rule: 'The certificate at the plane’s URL is valid for more than 21 days; 7 days or fewer are high. Not-applicable where it does not verify (untrusted-certificate).',
  why: 'Renewal is automatic until it stops, and then the Server is unreachable for all at one moment.',
  source: 'Meshery documentation, Operational readiness: Ingress fronts Meshery with TLS',
  evidence: Expiry,
  material: ['notAfter'],
  probes: true,
  evaluate: (context) =>
    whereAnswered(context, ({ answer: { tls } }) => {
      const subject = planeSubject(context)
      if (!tls) return notApplicable('its URL is plain HTTP (see plain-http-server)')
      if (!tls.verified) return notApplicable('its certificate does not verify (see untrusted-certificate)')
      const daysLeft = Math.floor((Date.parse(tls.notAfter) - Date.parse(context.takenAt)) / dayMs)
      if (Number.isNaN(daysLeft)) return unknown('malformed', 'its certificate shows no end', { subject })
      const evidence = { notAfter: tls.notAfter, daysLeft }
      if (daysLeft > soonDays) return pass(subject, evidence)
      return fail(subject, evidence, daysLeft > urgentDays ? 'medium' : 'high')
    }),
  describe: (_, { notAfter, daysLeft }) => `valid until ${notAfter}, ${daysLeft} days from the audit`,
  remedy: () =>
    byPerson(
      'Renew the certificate where the ingress or load balancer reads it, and find why its automatic renewal did not (cert-manager: the conditions of the Certificate and its CertificateRequest).',
    ),
})
