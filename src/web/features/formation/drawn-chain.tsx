import { useQueries } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formationGroups } from '#contract/formation';
import { client } from '../../data/remote/client.ts';
import { type ChainNode, ChainTree } from '../../ui/chain-tree.tsx';
import type { ChainNodeData, Formation } from './data.ts';

/** The chain as a tree; the groups of a branch come when someone asks for them. */
export function DrawnChain(props: {
  readonly formation: Formation;
  readonly selected?: string | undefined;
  readonly onSelect?: ((key: string) => void) | undefined;
}) {
  const { t } = useTranslation('formation');
  const { formation, selected, onSelect } = props;
  const [asked, setAsked] = useState<readonly string[]>([]);
  const loaded = useQueries({
    queries: asked.map((parent) => ({
      queryKey: ['formation', formation.taskId, 'groups', parent, formation.version],
      queryFn: async () =>
        (await client.call(formationGroups, { params: { taskId: formation.taskId }, query: { parent } })).data.items,
    })),
    combine: (results) => new Map(asked.map((parent, at) => [parent, results[at]?.data])),
  });
  const below = new Map<string | null, ChainNodeData[]>();
  for (const node of formation.nodes) {
    if (node.parentKey !== null && loaded.get(node.parentKey)) continue;
    below.set(node.parentKey, [...(below.get(node.parentKey) ?? []), node]);
  }
  for (const [parent, items] of loaded) if (items) below.set(parent, items);
  const toNode = (node: ChainNodeData): ChainNode => {
    const children = below.get(node.key) ?? [];
    const rest = node.children - children.length;
    return {
      id: node.key,
      form: node.form,
      name: node.name,
      // Without a plan nobody could lead yet: that is said once, not at every organization.
      mark: formation.planId === null && node.mark?.kind === 'gap' ? undefined : markOf(node, t),
      counts: [node.form === 'group' ? '' : String(node.groups), String(node.people)],
      children: children.map(toNode),
      ...(rest > 0 ? { rest: t('rest', { count: rest }) } : {}),
    };
  };
  const root = formation.nodes.find((node) => node.parentKey === null);
  if (!root) return <p className="q-formation-pad second ink2">{t('chain-empty')}</p>;
  return (
    <ChainTree
      label={t('chain')}
      nameLabel={t('column-name')}
      columns={[t('column-groups'), t('column-people')]}
      root={toNode(root)}
      selected={selected}
      onSelect={onSelect}
      onMore={(key) => setAsked((old) => (old.includes(key) ? old : [...old, key]))}
    />
  );
}

function markOf(node: ChainNodeData, t: TFunction<'formation'>): ChainNode['mark'] {
  if (!node.mark) return undefined;
  if (node.mark.kind === 'gap') return { code: 'short', text: t(node.form === 'group' ? 'mark-no-leader' : 'mark-no-secretary') };
  return { code: 'over', text: t('mark-over-50') };
}
