import type { ReactNode } from 'react';
import './sheet.css';
import './word-preview.css';

export interface WordPreviewProps {
  readonly title: string;
  /** "page 1 of 9" */
  readonly pages: string;
  readonly download: ReactNode;
  /** The issuing head in red, as the standard wants it; the only red that is not a gap. */
  readonly head: string;
  readonly number: string;
  readonly heading: readonly string[];
  /** Paragraphs in order; the first is the addressee. */
  readonly paragraphs: readonly string[];
}

/** The first page of the approval in its real proportions (margins 37/35/28/26 mm on A4); the file itself comes from the server. */
export function WordPreview(props: WordPreviewProps) {
  return (
    <section className="q-sheet q-word" aria-label={props.title}>
      <header className="q-sheet-head">
        <h2>{props.title}</h2>
        <span className="q-sheet-note">{props.pages}</span>
        <span className="q-sheet-aside">{props.download}</span>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard */}
      <div className="q-word-scroll" tabIndex={0}>
        <article className="q-word-page" lang="zh-CN">
          <p className="q-word-head" style={{ fontSize: `${Math.min(9, 98 / props.head.length)}cqi` }}>
            {props.head}
          </p>
          <p className="q-word-no">{props.number}</p>
          <h3>
            {props.heading.map((line) => (
              <span key={line}>{line}</span>
            ))}
          </h3>
          {props.paragraphs.map((paragraph, at) => (
            <p key={paragraph} className={at === 0 ? 'q-word-to' : 'q-word-p'}>
              {paragraph}
            </p>
          ))}
        </article>
      </div>
    </section>
  );
}
