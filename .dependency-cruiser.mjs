// The borders of the house as data. Imports go one way only; a lib is entered through its index.ts.
const libs = {
  core: [],
  identity: ['core'],
  events: ['core', 'identity'],
  guests: ['core', 'identity', 'events'],
  consent: ['core', 'identity'],
  templates: ['core', 'identity'],
  messaging: ['core', 'identity', 'events', 'guests', 'consent', 'templates'],
  delivery: ['core', 'identity', 'events', 'guests', 'consent', 'templates', 'messaging'],
  whatsapp: ['core', 'identity', 'events', 'guests', 'consent', 'templates', 'messaging', 'delivery'],
};
/** What pure decisions may use: each other, and libraries that are pure themselves. */
const pure = ['/domain/', 'node_modules/(temporal-polyfill|liquidjs|class-validator)/'];
const domain = { path: '^libs/.+/domain/', pathNot: '\\.spec\\.ts$' };
const spec = '\\.spec\\.ts$';

export default {
  forbidden: [
    ...Object.entries(libs).map(([name, may]) => ({
      name: `${name}-imports`,
      severity: 'error',
      comment: `libs/${name} may import ${may.length > 0 ? may.join(', ') : 'no other lib'}.`,
      from: { path: `^libs/${name}/` },
      to: { path: '^libs/', pathNot: `^libs/(${[name, ...may].join('|')})/` },
    })),
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'libs-not-apps', severity: 'error', from: { path: '^libs/' }, to: { path: '^(apps|migrations)/' } },
    {
      name: 'apps-apart',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'front-door-only',
      severity: 'error',
      comment: 'A lib is entered through its index.ts.',
      from: { path: '^(?:libs/([^/]+)|apps|migrations)/' },
      to: { path: '^libs/([^/]+)/src/.+', pathNot: ['^libs/[^/]+/src/index\\.ts$', '^libs/$1/'] },
    },
    {
      name: 'domain-reach',
      severity: 'error',
      comment: 'domain/ holds plain functions: no framework, no database, no node modules of the outside world.',
      from: domain,
      to: { pathNot: [...pure, '^libs/[^/]+/src/index\\.ts$'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'domain-values-from-core-only',
      severity: 'error',
      comment: 'domain/ takes values from its own lib, from core, and only types from other libs.',
      from: domain,
      to: { path: '^libs/[^/]+/src/index\\.ts$', pathNot: '^libs/core/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'controllers-do-not-query',
      severity: 'error',
      from: { path: '\\.(controller|processor)\\.ts$' },
      to: { path: ['\\.repository\\.ts$', 'node_modules/kysely/'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'services-do-not-query',
      severity: 'error',
      comment: 'SQL lives in repositories.',
      from: { path: '^libs/.+\\.service\\.ts$' },
      to: { path: 'node_modules/kysely/' },
    },
    {
      name: 'console-alone',
      severity: 'error',
      from: { path: '^apps/console/' },
      to: { path: '^(libs|apps/(api|worker|local))/' },
    },
    {
      name: 'tests-stay-outside',
      severity: 'error',
      from: { path: '^(libs|apps)/', pathNot: spec },
      to: { path: ['^(test|bench)/', spec] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^dist/', '^apps/console/'] },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
  },
};
