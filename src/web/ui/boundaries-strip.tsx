import './sheet.css';
import './boundaries-strip.css';

export interface Boundary {
  readonly key: string;
  /** 单位, 层级, 区域, 体制. */
  readonly label: string;
  readonly crossed: boolean;
  /** 跨 or 未跨. */
  readonly word: string;
  /** "3 counties": the evidence. */
  readonly evidence: string;
}

/** Which of the four boundaries are crossed, computed from the list of people; opens the participations behind it. Not editable. */
export function BoundariesStrip(props: {
  readonly title: string;
  readonly note: string;
  readonly items: readonly Boundary[];
  readonly onOpen?: ((key: string) => void) | undefined;
}) {
  const { title, note, items, onOpen } = props;
  return (
    <section className="q-sheet q-boundaries" aria-label={title}>
      <div className="q-boundary">
        <span>{title}</span>
        <span>{note}</span>
      </div>
      {items.map((item) => {
        const body = (
          <>
            <span className="q-boundary-label">{item.label}</span>
            <span>
              {item.crossed ? <b>{item.word}</b> : <span className="ink2">{item.word}</span>} <span>{item.evidence}</span>
            </span>
          </>
        );
        return onOpen ? (
          <button key={item.key} type="button" className="q-boundary" onClick={() => onOpen(item.key)}>
            {body}
          </button>
        ) : (
          <div key={item.key} className="q-boundary">
            {body}
          </div>
        );
      })}
    </section>
  );
}
