import type { ReactNode } from 'react';
import { join } from './join.ts';
import './page.css';

/** The desk below the top bar: page margin, up to 1680 px, an optional pane at the left (304 px) and a fixed bar at the bottom. */
export function Page(props: { readonly children: ReactNode; readonly side?: ReactNode; readonly bottom?: ReactNode }) {
  const { children, side, bottom } = props;
  return (
    <div className={join('q-frame', Boolean(side) && 'q-frame-side', Boolean(bottom) && 'q-frame-bottom')}>
      {side ? <div className="q-side">{side}</div> : null}
      <div className="q-page">{children}</div>
      {bottom}
    </div>
  );
}
