import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { useSession } from '../../app/session.tsx';
import { search } from '../../data/remote/find.ts';
import { SearchBox } from '../../ui/search-box.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Empty } from '../../ui/states.tsx';
import { Tree } from '../../ui/tree.tsx';
import { references, type TreeKind, treeLoader } from './tree-load.ts';
import './organizations.css';

const KINDS: readonly TreeKind[] = ['standing', 'task', 'area'];

/** The pane at the left: search by characters or pinyin, three trees with lazy children. */
export function Side(props: {
  readonly selected?: string | undefined;
  readonly path?: readonly string[] | undefined;
  readonly kind?: TreeKind | undefined;
}) {
  const { t } = useTranslation('org');
  const { grant } = useSession();
  const [query, setQuery] = useSearchParams();
  const go = useNavigate();
  const [typed, setTyped] = useState('');
  const kind = KINDS.find((one) => one === query.get('tree')) ?? props.kind ?? 'standing';
  const load = useMemo(() => treeLoader(kind), [kind]);
  const above = useQuery({ queryKey: ['org-references'], queryFn: references, staleTime: Number.POSITIVE_INFINITY });
  const choose = (id: string) =>
    void go(kind === 'area' ? `/organizations/areas/${id}?tree=area` : `/organizations/${id}?tree=${kind}`);
  return (
    <div className="o-side">
      <SearchBox label={t('org.find')} placeholder={t('org.find-hint')} value={typed} onChange={setTyped} name="org" />
      {typed.trim() ? (
        <Found text={typed.trim()} />
      ) : (
        <>
          <Segmented
            block
            label={t('org.tree')}
            value={kind}
            options={KINDS.map((one) => ({ value: one, label: t(`org.tree-${one}`) }))}
            onChange={(value) => setQuery({ tree: value }, { replace: true })}
          />
          {kind === 'standing' && above.data && above.data.length > 0 ? (
            <p className="o-above second ink2">
              <span>{t('org.above')}</span>
              {above.data.map((one) => (
                <Link key={one.id} to={`/organizations/${one.id}`}>
                  {one.name}
                </Link>
              ))}
            </p>
          ) : null}
          <p className="o-above second">
            <Link to={kind === 'area' && props.selected ? `/units?area=${props.selected}` : '/units'}>{t('org.units-link')}</Link>
            <span className="ink3">{t(kind === 'area' ? 'org.tree-count-area' : 'org.tree-count')}</span>
          </p>
          <details className="o-fold" open={!props.selected || isWide()}>
            <summary>{t('org.tree-open')}</summary>
            <Tree
              label={t(`org.tree-${kind}`)}
              load={load}
              version={`${kind} ${grant?.id ?? ''}`}
              selected={props.selected}
              openPath={kind === 'area' || kind === 'standing' ? (props.path ?? []).slice(0, -1) : []}
              onSelect={choose}
              empty={
                kind === 'task' ? (
                  <div className="o-side-note">
                    <Empty title={t('org.tree-task-none')} actions={<Link to="/tasks">{t('org.tree-task-way')}</Link>} />
                  </div>
                ) : undefined
              }
            />
          </details>
        </>
      )}
    </div>
  );
}

/** On a narrow screen the tree folds below its own line, so that the organization comes first. */
function isWide(): boolean {
  return window.matchMedia('(min-width: 1001px)').matches;
}

function Found({ text }: { readonly text: string }) {
  const { t } = useTranslation('org');
  const found = useQuery({
    queryKey: ['search-orgs', text],
    queryFn: () => search(text, { kinds: ['organizations', 'areas'], limit: 20 }),
  });
  const { organizations = [], areas = [] } = found.data ?? {};
  if (found.data && organizations.length + areas.length === 0)
    return <p className="o-side-note ink2">{t('org.found-none', { text })}</p>;
  const line = (to: string, one: { id: string; name: string; place: string | null }) => (
    <li key={one.id}>
      <Link to={to}>{one.name}</Link>
      <span className="second ink2">{one.place}</span>
    </li>
  );
  return (
    <ul className="o-found" aria-label={t('org.found')}>
      {organizations.map((one) => line(`/organizations/${one.id}`, one))}
      {areas.map((one) => line(`/organizations/areas/${one.id}?tree=area`, one))}
    </ul>
  );
}
