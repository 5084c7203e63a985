import { detailLines } from '#contract/trail-detail';

/** What an act was about, part by part; the names are those of the data. */
export function TrailDetail({ detail }: { readonly detail: unknown }) {
  return (
    <dl className="q-trail-detail second">
      {detailLines(detail).map((line) => (
        <div key={line.name}>
          {line.name ? <dt className="ink3">{line.name}</dt> : null} <dd>{line.text}</dd>
        </div>
      ))}
    </dl>
  );
}
