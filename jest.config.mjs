// Three kinds of tests, told apart by suffix: `.spec.ts` memory only, `.int.spec.ts` one real dependency,
// `.e2e.spec.ts` the composed apps.
const common = {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '\\.tsx?$': ['@swc/jest'] },
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/test'],
  modulePathIgnorePatterns: ['<rootDir>/dist'],
  setupFiles: ['reflect-metadata'],
};

export default {
  testTimeout: 120_000,
  // A context with modules of its own is never let go of whole: a worker ends behind the file that took it beyond this, and
  // the next begins afresh. In one process all files together do not fit into the 4 GB that Node takes.
  workerIdleMemoryLimit: '1GB',
  projects: [
    {
      ...common,
      displayName: 'fast',
      testMatch: ['**/*.spec.{ts,tsx}'],
      testPathIgnorePatterns: ['\\.(int|e2e)\\.spec\\.ts$'],
    },
    { ...common, displayName: 'integration', testMatch: ['**/*.int.spec.ts'] },
    { ...common, displayName: 'end-to-end', testMatch: ['**/*.e2e.spec.ts'] },
  ],
};
