import type { ReactNode } from 'react';
import './facts.css';

export interface Fact {
  readonly label: string;
  readonly value: ReactNode;
}

/** Labels over values in a row (head of an organization), or beside them in a list (what is registered about a member). */
export function Facts({ items, list }: { readonly items: readonly Fact[]; readonly list?: boolean | undefined }) {
  return (
    <dl className={list ? 'q-facts q-facts-list' : 'q-facts'}>
      {items.map((item) => (
        <div key={item.label}>
          <dt>{item.label}</dt>
          <dd>{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}
