import { useRouteError } from 'react-router';
import { BrokenState } from './error-boundary.tsx';

/** A page that could not be loaded or drawn; it stands inside the shell's main part. */
export function RouteFailed() {
  const error = useRouteError();
  return <BrokenState error={error instanceof Error ? error : new Error(String(error))} />;
}
