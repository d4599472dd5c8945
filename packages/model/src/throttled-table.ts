/** How a throttled table is told of: by these words it is known where only an error's message travels (the engine). */
export const throttledTable = 'the table is throttled'
