import { z } from 'zod'

const list = z.string().transform((text) => text.split(',').map((one) => one.trim()))

/**
 * The options of a deployment, as environment variables of `sst deploy`. All that concerns the fleet itself stands in
 * the fleet file. AUDITOR_REGION (the region of everything but the probes, by default eu-west-1) and DEPLOY are read in
 * sst.config.ts, before there are files to read.
 */
export const options = z
  .object({
    /** The fleet file that is deployed, its path from the root of the project. */
    FLEET_FILE: z.string().min(1).default('fleet.yaml'),
    /** `dead-man`: only the function that watches the rest, for another account. */
    DEPLOY: z.enum(['auditor', 'dead-man']).default('auditor'),
    /** `fixed`: functions that audit and probe leave from addresses of their own (VPC and NAT, about 35 USD a month and zone). */
    EGRESS: z.enum(['any', 'fixed']).default('any'),
    /** Subscribed to the alarms; AWS asks the address to confirm. */
    ALARM_EMAIL: z.email().optional(),
    /** From which level functions log; INFO where it is not set. */
    LOG_LEVEL: z.enum(['DEBUG', 'INFO', 'WARN', 'ERROR']).optional(),
    /** Hours without a finished run until the alarm (and the dead man's); more for a schedule that is not daily. */
    RUN_AGE_HOURS: z.coerce.number().positive().default(26),
    /**
     * With API_JWT_AUDIENCES: people sign in with this OpenID provider. Tokens of the API no longer pass the gateway then,
     * nor does the dead man's.
     */
    API_JWT_ISSUER: z.url().optional(),
    API_JWT_AUDIENCES: list.optional(),
    /** What the dead man asks: `https://<api>/v1/summary`. */
    DEAD_MAN_URL: z.url().optional(),
  })
  .refine((of) => (of.API_JWT_ISSUER === undefined) === (of.API_JWT_AUDIENCES === undefined), {
    error: 'API_JWT_ISSUER and API_JWT_AUDIENCES go together',
  })
  .refine((of) => of.DEPLOY !== 'dead-man' || of.DEAD_MAN_URL !== undefined, {
    error: 'DEPLOY=dead-man needs DEAD_MAN_URL',
  })
  .transform((of) => ({
    fleetFile: of.FLEET_FILE,
    fixedEgress: of.EGRESS === 'fixed',
    alarmEmail: of.ALARM_EMAIL,
    logLevel: of.LOG_LEVEL,
    runAgeHours: of.RUN_AGE_HOURS,
    jwt: of.API_JWT_ISSUER && of.API_JWT_AUDIENCES && { issuer: of.API_JWT_ISSUER, audiences: of.API_JWT_AUDIENCES },
    deadManUrl: of.DEAD_MAN_URL,
  }))
  .parse(process.env)
