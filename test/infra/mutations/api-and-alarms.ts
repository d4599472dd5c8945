import { mutation, type Mutation } from './mutation.ts'

export const apiAndAlarmMutations: readonly Mutation[] = [
  mutation(
    'throttling lifted',
    'infra/api.ts',
    'throttlingRateLimit: 50',
    'throttlingRateLimit: 50_000',
    'requests are throttled, and CORS is off',
  ),
  mutation(
    'access logs for ever',
    'infra/api.ts',
    "accessLog: { retention: '1 month' }",
    "accessLog: { retention: 'forever' }",
    'a month of access logs, in which no header is',
  ),
  mutation('CORS opened', 'infra/api.ts', 'cors: false', 'cors: true', 'requests are throttled, and CORS is off'),
  mutation(
    'another route',
    'infra/api.ts',
    "api.route('$default', apiFunction.arn)\n",
    "api.route('GET /', apiFunction.arn)\n",
    'one route, which the app itself guards',
  ),
  mutation(
    'silence taken for health',
    'infra/alarms.ts',
    "whenMissing: 'breaching',",
    '',
    'a missing run is told, and a silent watchdog',
  ),
  mutation(
    'an alarm nobody hears',
    'infra/alarm.ts',
    'alarmActions: [topic.arn],',
    '',
    'an alarm for every way to fail, all to one topic',
  ),
  mutation(
    'an alarm that looks away too soon',
    'infra/alarm.ts',
    'several ? 3 : 1',
    '1',
    'figures that come after their period was judged are heard still',
  ),
  mutation(
    'a metric that is none',
    'infra/alarms.ts',
    'InvocationDroppedCount',
    'InvocationsDropped',
    'a schedule that calls nobody is told',
  ),
  mutation('another stage’s runs', 'infra/alarms.ts', ', Stage: $app.stage', '', 'an incomplete run is told'),
  mutation('a failed run unheard', 'infra/alarms.ts', "'ExecutionsTimedOut', ", '', 'a failed run is told'),
  mutation(
    'a function unwatched',
    'infra/alarms.ts',
    '  Watchdog: watchdog,\n',
    '',
    'an alarm for every way to fail, all to one topic',
  ),
]
