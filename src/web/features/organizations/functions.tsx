import { useTranslation } from 'react-i18next';
import { hasLeadingRole } from '#kernel/rules';
import { useArticle } from '../../app/article.ts';
import { Facts } from '../../ui/facts.tsx';
import { NotSpecified } from '../../ui/rule-finding.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import type { Org } from './page.tsx';

type Layer = NonNullable<NonNullable<Org['functions']>['document']>;

/** What it is for: document and speech side by side; where one is silent it says so, never a default (S-034, S-039). */
export function Functions({ org }: { readonly org: Org }) {
  const { t } = useTranslation('org');
  const { document, lecture, unitKind } = org.functions!;
  const kind = unitKind === null ? t(`org.class-${org.class}`) : t(`org.unit-kind-${unitKind}`);
  const note = org.unit?.soeTier ? t('org.function-tier', { kind, tier: org.unit.soeTier }) : kind;
  const leads = hasLeadingRole(document) || hasLeadingRole(lecture);
  // Whether a leading role follows is the question of enterprises and of leading groups (28.7, 24.5); elsewhere the texts speak for themselves.
  const asked = org.class === 'leading-group' || unitKind?.endsWith('-enterprise') === true;
  const consequence = lecture?.consequence ?? document?.consequence ?? t('org.function-not-leading');
  const items = [
    { label: t('org.function-document'), value: document ? <Text layer={document} /> : <NotSpecified by="document" /> },
    { label: t('org.function-lecture'), value: lecture ? <Text layer={lecture} /> : <NotSpecified by="speech" /> },
    ...(leads || !asked
      ? []
      : [
          {
            label: t('org.function-leading'),
            value: <NotSpecified by={document ? 'speech' : 'document'}>{consequence}</NotSpecified>,
          },
        ]),
  ];
  return (
    <Sheet title={t('org.function')} note={note}>
      <Facts list items={items} />
    </Sheet>
  );
}

function Text({ layer }: { readonly layer: Layer }) {
  const { t } = useTranslation('org');
  const article = useArticle();
  const line = layer.line ? t('org.function-line', { line: layer.line.split('.')[0], sentence: layer.line.split('.')[1] }) : null;
  return (
    <>
      {layer.lines.map((one) => (
        <p key={one.text}>{one.toward ? t('org.function-toward', { toward: one.toward, text: one.text }) : one.text}</p>
      ))}
      <p className="second ink2">{line ?? [layer.document, article(layer.article)].filter(Boolean).join(' ')}</p>
    </>
  );
}
