import { z } from 'zod'
import { definePlaneCheck } from '../define.ts'
import { planeSubject, whereAnswered } from '../facts/planes/plane-server.ts'
import { action, fail, notApplicable, pass, unknown } from '../outcome.ts'
import { byPerson } from '../remedies/change-workload.ts'

const Untrusted = z.strictObject({
  /** OpenSSL's code, such as CERT_HAS_EXPIRED. */
  error: z.string(),
  issuer: z.string(),
  names: z.array(z.string()),
  notAfter: z.string(),
})
const Trusted = z.strictObject({ issuer: z.string() })

export const untrustedCertificate = definePlaneCheck({
  id: 'untrusted-certificate',
  title: 'A Meshery Server whose certificate does not verify',
  severity: 'high',
  ruleVersion: 1,
  group: 'networking',
  answers: ['ingress-tls', 'component-ui'],
  rule: 'The certificate at the plane’s URL is within its time, names the host, and its chain leads to a public authority or to the one that the fleet file declares for the plane.',
  why: 'People learn to click the warning away, and mesheryctl and the login’s callback refuse the connection.',
  source: 'Meshery documentation, Operational readiness: Ingress fronts Meshery with TLS',
  evidence: Untrusted,
  passEvidence: Trusted,
  material: ['error'],
  probes: true,
  evaluate: (context) =>
    whereAnswered(context, ({ answer: { tls } }) => {
      const subject = planeSubject(context)
      if (!tls) return notApplicable('its URL is plain HTTP (see plain-http-server)')
      if (tls.error === 'INVALID_AUTHORITY') {
        return unknown('malformed', 'the authority that the fleet file declares is no certificate', {
          subject,
          grant: action('declare the authority of the plane as one PEM certificate in the fleet file'),
        })
      }
      if (tls.verified) return pass(subject, { issuer: tls.issuer })
      const { issuer, names, notAfter } = tls
      return fail(subject, { error: tls.error ?? 'not verified', issuer, names: names.slice(0, 10), notAfter })
    }),
  describe: (_, { error, issuer, names, notAfter }) =>
    `${error}: issued by ${issuer || 'no named authority'} for ${names.join(', ') || 'no name'}, valid until ${notAfter}`,
  remedy: ({ name }, evidence) =>
    byPerson(
      evidence?.error === 'CERT_HAS_EXPIRED'
        ? 'Renew the certificate where the ingress or load balancer reads it, and find why its renewal stopped.'
        : `Serve a certificate for the host of the URL, with its intermediate certificates. Where a private authority issued it, declare that as authority of plane ${name} in the fleet file.`,
    ),
})
