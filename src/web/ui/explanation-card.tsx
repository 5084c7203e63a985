import type { ReactNode } from 'react';
import { useId } from 'react';
import { formatNumber } from './format.ts';
import { Masked } from './masked.tsx';
import './sheet.css';
import './explanation-card.css';

export interface ExplanationPerson {
  readonly id: string;
  readonly name: string;
  readonly from: string;
  /** 组长, or the skill the slot asks for. */
  readonly tag?: string | undefined;
}

export interface ExplanationCardProps {
  readonly post: { readonly title: string; readonly place: string };
  /** What is missing at this post and what would fill it; stands before the people. */
  readonly missing?: ReactNode;
  readonly people: readonly ExplanationPerson[];
  readonly selected: string | undefined;
  readonly onSelect: (personId: string) => void;
  /** Headings, already translated: why this one, who else (+ note), what would change it. */
  readonly texts: {
    readonly people: string;
    readonly why: string;
    readonly sum: string;
    readonly unit: string;
    readonly others: string;
    readonly othersNote: string;
    readonly changes: string;
  };
  /** At most five cost lines of the pairing of person and post. */
  readonly costs: readonly { readonly fact: string; readonly kind: string; readonly points: number }[];
  readonly total: number;
  /** Three others with the exact difference of the whole plan. */
  readonly others: readonly { readonly id: string; readonly text: string; readonly difference: string }[];
  /** "if → then" */
  readonly changes: readonly string[];
  /** Said in place of others and changes when nothing can be said about them. */
  readonly note?: string | undefined;
  readonly actions?: ReactNode;
}

/** Post, its people, why this one, who else, what would change it. Points belong to the pairing, never to the person. */
export function ExplanationCard(props: ExplanationCardProps) {
  const { post, missing, people, selected, onSelect, texts, costs, total, others, changes, note, actions } = props;
  const group = useId();
  return (
    <section className="q-sheet q-why" aria-label={post.title}>
      <header>
        <h2>{post.title}</h2>
        <p className="second ink2">{post.place}</p>
      </header>
      {missing}
      <fieldset className="q-why-people">
        <legend className="sr">{texts.people}</legend>
        {people.length === 0 ? <p className="q-why-nobody">{texts.why}</p> : null}
        {people.map((person) => (
          <label key={person.id} className="q-why-person">
            <input
              type="radio"
              className="sr"
              name={group}
              checked={person.id === selected}
              onChange={() => onSelect(person.id)}
            />
            <Masked name={person.name} /> <span className="ink2">{person.from}</span>
            {person.tag ? <span className="q-tag">{person.tag}</span> : null}
          </label>
        ))}
      </fieldset>
      {selected ? (
        <div className="q-why-part">
          <h3>{texts.why}</h3>
          <table>
            <tbody>
              {costs.map((cost) => (
                <tr key={cost.kind + cost.fact}>
                  <td>{cost.fact}</td>
                  <td className="num ink3">{cost.kind}</td>
                  <td className="num">{formatNumber(cost.points)}</td>
                </tr>
              ))}
              <tr className="q-why-sum">
                <th scope="row">{texts.sum}</th>
                <td className="num ink3">{texts.unit}</td>
                <td className="num">{formatNumber(total)}</td>
              </tr>
            </tbody>
          </table>
        </div>
      ) : null}
      {others.length > 0 ? (
        <div className="q-why-part">
          <h3>
            {texts.others} <span className="second ink2">{texts.othersNote}</span>
          </h3>
          <ol>
            {others.map((other, at) => (
              <li key={other.id}>
                <span className="ink3">{at + 1}</span>
                <span>{other.text}</span>
                <span className="num">{other.difference}</span>
              </li>
            ))}
          </ol>
        </div>
      ) : null}
      {changes.length > 0 ? (
        <div className="q-why-part">
          <h3>{texts.changes}</h3>
          {changes.map((change) => (
            <p key={change}>{change}</p>
          ))}
        </div>
      ) : null}
      {note ? (
        <div className="q-why-part">
          <p>{note}</p>
        </div>
      ) : null}
      {actions ? <footer>{actions}</footer> : null}
    </section>
  );
}
