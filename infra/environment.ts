/** The fleet file that is deployed, its path from the root of the project. */
export const fleetFile = process.env['FLEET_FILE'] ?? 'fleet.yaml'
