import { Fragment, type ReactNode } from 'react';
import { Link } from 'react-router';
import './page-head.css';

export interface Crumb {
  readonly label: string;
  readonly to?: string | undefined;
}

export interface PageHeadProps {
  readonly path?: readonly Crumb[] | undefined;
  readonly title: ReactNode;
  /** State and "as of", after the title in second ink. */
  readonly state?: ReactNode;
  /** The sentence that says what is missing. */
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
}

/** Where, what, how it stands, what to do next; at most one primary button among the actions. */
export function PageHead({ path, title, state, lead, actions }: PageHeadProps) {
  return (
    <header className="q-head">
      <div className="q-head-main">
        {path ? (
          <p className="q-head-path">
            {path
              .filter((crumb) => crumb.label !== '')
              .map((crumb, at) => (
                <Fragment key={`${crumb.label}${crumb.to ?? ''}`}>
                  {at > 0 ? <span aria-hidden="true"> › </span> : null}
                  {crumb.to ? <Link to={crumb.to}>{crumb.label}</Link> : crumb.label}
                </Fragment>
              ))}
          </p>
        ) : null}
        <div className="q-head-title">
          <h1>{title}</h1>
          {state ? <span className="q-head-state">{state}</span> : null}
        </div>
        {lead ? <div className="q-head-lead">{lead}</div> : null}
      </div>
      {actions ? <div className="q-head-actions">{actions}</div> : null}
    </header>
  );
}
