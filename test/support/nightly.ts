/**
 * Whether the long campaigns run: `npm run test:nightly` says so. The name is none of the programs' settings, so that none of them is
 * told.
 */
export const isNightly = process.env['TEST_NIGHTLY'] === '1';
