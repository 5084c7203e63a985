import { Link } from 'react-router';

/** How good the plan is, in one line; with an address it opens the report of the independent verifier. */
export function ProofLine({
  text,
  verified,
  more,
  to,
}: {
  readonly text: string;
  readonly verified?: string | undefined;
  /** What the report adds, for whoever wants the numbers. */
  readonly more?: string | undefined;
  readonly to?: string | undefined;
}) {
  const line = (
    <>
      {text} {verified ? <span className="ok">{verified} ✓</span> : null} {more}
    </>
  );
  return <p className="second ink2">{to ? <Link to={to}>{line}</Link> : line}</p>;
}
