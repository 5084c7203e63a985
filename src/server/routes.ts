import { Registrar } from './registrar.ts';
import { sessionRoutes } from './routes/session.ts';

/** One line for each file of routes/. */
const FILES: readonly ((routes: Registrar) => void)[] = [sessionRoutes];

/** All handlers of the product. */
export function registerAll(): Registrar {
  const routes = new Registrar();
  for (const register of FILES) register(routes);
  return routes;
}
