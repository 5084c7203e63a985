export {};

type Bench = (args: readonly string[]) => number | Promise<number>;

/** Every bench by name, loaded when asked for, so that none measures the memory of the others; each takes the rest of the command line and answers an exit code. */
const benches: Readonly<Record<string, () => Promise<Bench>>> = {
  assembly: async () => (await import('./assembly.ts')).assembly,
  backup: async () => (await import('./backup.ts')).backupBench,
  city: async () => (await import('./make.ts')).city,
  flow: async () => (await import('./flow.ts')).flow,
  import: async () => (await import('./import.ts')).importTables,
  grouping: async () => (await import('./grouping.ts')).grouping,
  highs: async () => (await import('./highs.ts')).highs,
  plan: async () => (await import('./plan.ts')).plan,
  'plan-click': async () => (await import('./plan-click.ts')).planClick,
  'plan-page': async () => (await import('./plan-page.ts')).planPage,
  replan: async () => (await import('./replan.ts')).replan,
  register: async () => (await import('./register.ts')).register,
  roster: async () => (await import('./roster.ts')).roster,
  routes: async () => (await import('./routes.ts')).routes,
  start: async () => (await import('./start.ts')).start,
  structure: async () => (await import('./make.ts')).structure,
  web: async () => (await import('./web.ts')).web,
};

const [name = '', ...args] = process.argv.slice(2);
const load = benches[name];
if (load === undefined) {
  console.error(`npm run bench -- <${Object.keys(benches).join('|')}> …`);
  process.exitCode = 2;
} else process.exitCode = await (await load())(args);
