import { takeCoverage } from 'node:v8';

/*
 * Loaded into a program before it starts, with NODE_V8_COVERAGE set. At SIGUSR2 it writes down which functions ran since it did so last;
 * counting begins anew.
 */
process.on('SIGUSR2', () => takeCoverage());
