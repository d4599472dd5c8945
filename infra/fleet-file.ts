/** The fleet file that is bundled with the deployment, from the root of the project. */
export const fleetFile = process.env['FLEET_FILE'] ?? 'fleet.yaml'
