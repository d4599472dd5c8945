/** A group of their own: EventBridge Scheduler counts its metrics by group, and the account shares the default one. */
export const scheduleGroup = new aws.scheduler.ScheduleGroup('Schedules', { name: `${$app.name}-${$app.stage}` })

/** For settings of a schedule. */
export const inGroup = { transform: { schedule: { groupName: scheduleGroup.name } } }
