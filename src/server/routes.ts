import { Registrar } from './registrar.ts';
import { approvalRoutes } from './routes/approvals.ts';
import { areaRoutes } from './routes/areas.ts';
import { formationRoutes } from './routes/formation.ts';
import { memberRoutes } from './routes/members.ts';
import { needRoutes } from './routes/needs.ts';
import { organizationRoutes } from './routes/organizations.ts';
import { ruleRoutes } from './routes/rules.ts';
import { searchRoutes } from './routes/search.ts';
import { sessionRoutes } from './routes/session.ts';
import { sourceRoutes } from './routes/sources.ts';
import { taskRoutes } from './routes/tasks.ts';
import { unitRoutes } from './routes/units.ts';

/** One line for each file of routes/. */
// biome-ignore format: one line for each file
const FILES: readonly ((routes: Registrar) => void)[] = [approvalRoutes, formationRoutes, needRoutes, ruleRoutes, sessionRoutes, sourceRoutes, taskRoutes, areaRoutes, unitRoutes, organizationRoutes, memberRoutes, searchRoutes];

/** All handlers of the product. */
export function registerAll(): Registrar {
  const routes = new Registrar();
  for (const register of FILES) register(routes);
  return routes;
}
