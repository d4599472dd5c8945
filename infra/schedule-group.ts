/** A group of their own: EventBridge Scheduler tells its metrics by group, and the default one is everybody's. */
export const scheduleGroup = new aws.scheduler.ScheduleGroup('Schedules', { name: `${$app.name}-${$app.stage}` })

/** For settings of a schedule. */
export const inGroup = { transform: { schedule: { groupName: scheduleGroup.name } } }
