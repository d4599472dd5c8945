import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { z } from 'zod'

const list = z.string().transform((text) => text.split(',').map((one) => one.trim()))

/**
 * The options of a deployment, as environment variables of `sst deploy`; SST reads them from the file `.env.<stage>`
 * beside sst.config.ts. All that concerns the fleet itself stands in the fleet file. AUDITOR_REGION and DEPLOY are also
 * read in sst.config.ts, before there are files to read.
 */
const Options = z
  .object({
    /** The region of everything but the probes: SST looks for its state there, so that another one is another auditor. */
    AUDITOR_REGION: z.string('name the region of the deployment, such as eu-west-1').min(1),
    /** The fleet file that is deployed, its path from the root of the project. */
    FLEET_FILE: z.string().min(1).default('fleet.yaml'),
    /** `dead-man`: only the function that watches the rest, for another account. */
    DEPLOY: z.enum(['auditor', 'dead-man']).default('auditor'),
    /** `fixed`: functions that audit and probe leave from addresses of their own (VPC and NAT, about 35 USD a month and zone). */
    EGRESS: z.enum(['any', 'fixed']).default('any'),
    /**
     * The quota of concurrent functions, as `aws lambda get-account-settings` shows it, in the home region and in those
     * of the vantages (the smallest). From 1,000 on, the API and the probes get a share of their own.
     */
    CONCURRENT_FUNCTIONS: z.coerce.number().int().positive().optional(),
    /** Subscribed to the alarms; AWS asks the address to confirm. */
    ALARM_EMAIL: z.email().optional(),
    /** From which level functions log; INFO where it is not set. */
    LOG_LEVEL: z.enum(['DEBUG', 'INFO', 'WARN', 'ERROR']).optional(),
    /** Hours without a finished run until the alarm (and the dead man's); more for a schedule that is not daily. */
    RUN_AGE_HOURS: z.coerce.number().positive().default(26),
    /** With API_JWT_AUDIENCES: people sign in with this OpenID provider. Tokens of the API pass under the path /t only. */
    API_JWT_ISSUER: z.url().optional(),
    API_JWT_AUDIENCES: list.optional(),
    /** Scopes of which a person's token needs one; without it everyone whom the provider gives a token may read. */
    API_JWT_SCOPES: list.optional(),
    /** What the dead man asks: `https://<api>/t/v1/summary`. */
    DEAD_MAN_URL: z.url().optional(),
  })
  .refine((of) => (of.API_JWT_ISSUER === undefined) === (of.API_JWT_AUDIENCES === undefined), {
    path: ['API_JWT_ISSUER'],
    error: 'API_JWT_ISSUER and API_JWT_AUDIENCES go together',
  })
  .refine((of) => of.API_JWT_SCOPES === undefined || of.API_JWT_ISSUER !== undefined, {
    path: ['API_JWT_SCOPES'],
    error: 'API_JWT_SCOPES needs API_JWT_ISSUER',
  })
  .refine((of) => of.DEPLOY !== 'dead-man' || of.DEAD_MAN_URL !== undefined, {
    path: ['DEAD_MAN_URL'],
    error: 'DEPLOY=dead-man needs DEAD_MAN_URL',
  })

/** The variables as they were given, which the next deployment is compared with. */
export const given = read()

export const options = {
  fleetFile: given.FLEET_FILE,
  fixedEgress: given.EGRESS === 'fixed',
  concurrentFunctions: given.CONCURRENT_FUNCTIONS,
  alarmEmail: given.ALARM_EMAIL,
  logLevel: given.LOG_LEVEL,
  runAgeHours: given.RUN_AGE_HOURS,
  jwt: given.API_JWT_ISSUER &&
    given.API_JWT_AUDIENCES && { issuer: given.API_JWT_ISSUER, audiences: given.API_JWT_AUDIENCES },
  jwtScopes: given.API_JWT_SCOPES,
  deadManUrl: given.DEAD_MAN_URL,
}

function read(): z.infer<typeof Options> {
  const parsed = Options.safeParse(process.env)
  if (parsed.success) return parsed.data
  const mistakes = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
  throw new AuditorError('config', `the deployment’s options are not valid: ${mistakes.join('; ')}`, {
    place: String(parsed.error.issues[0]?.path[0] ?? 'environment'),
    remedy: `set it in the file .env.${$app.stage}`,
  })
}
