/** When the example installs were made; everything in them has been settled ever since. */
export const installedAt = '2026-08-10T10:04:00Z'
