import { assembly } from './assembly.ts';
import { backupBench } from './backup.ts';
import { flow } from './flow.ts';
import { grouping } from './grouping.ts';
import { highs } from './highs.ts';
import { importTables } from './import.ts';
import { city, structure } from './make.ts';
import { plan } from './plan.ts';
import { planPage } from './plan-page.ts';
import { register } from './register.ts';
import { replan } from './replan.ts';
import { roster } from './roster.ts';
import { routes } from './routes.ts';
import { start } from './start.ts';
import { web } from './web.ts';

/** Every bench by name; each takes the rest of the command line and answers an exit code. */
const benches: Readonly<Record<string, (args: readonly string[]) => number | Promise<number>>> = {
  assembly,
  backup: backupBench,
  city,
  flow,
  import: importTables,
  grouping,
  highs,
  plan,
  'plan-page': planPage,
  replan,
  register,
  roster,
  routes,
  start,
  structure,
  web,
};

const [name = '', ...args] = process.argv.slice(2);
const bench = benches[name];
if (bench === undefined) {
  console.error(`npm run bench -- <${Object.keys(benches).join('|')}> …`);
  process.exitCode = 2;
} else process.exitCode = await bench(args);
