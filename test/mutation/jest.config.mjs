import base from '../jest.config.mjs';

export default {
  ...base,
  rootDir: '../..',
  roots: ['<rootDir>/test/mutation'],
  testMatch: ['<rootDir>/test/mutation/specs-of-part.ts'],
};
