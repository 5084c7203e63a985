import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { join } from './join.ts';
import './rule-finding.css';

/** 应当, 不得, 一般, 可以: four ink shapes; the colour belongs to the result alone. */
export type Modality = 'hard' | 'prohibition' | 'soft' | 'permission';

/** What the rule says about our data. `open` is a permission or a prohibition stated without a result. */
export type RuleResult = 'unmet' | 'reminder' | 'satisfied' | 'waiting' | 'open';

export interface RuleFindingProps {
  readonly modality: Modality;
  readonly result: RuleResult;
  /** Instead of the standard word: 等你批准, 三个条件都有. */
  readonly resultText?: string | undefined;
  readonly subject: ReactNode;
  /** The clause in its own words, without quotation marks. */
  readonly clause?: string | undefined;
  /** Our data against it. */
  readonly data?: ReactNode;
  /** Document, article, certainty. */
  readonly source?: ReactNode;
  /** Neither speech nor document speaks: the tag stands where the value would be. */
  readonly notSpecified?: 'speech' | 'document' | undefined;
  readonly action?: ReactNode;
}

/** The modality of a rule as a shape: solid, framed, dashed, light. */
export function ModalityTag({ modality }: { readonly modality: Modality }) {
  const { t } = useTranslation('ui');
  return <span className={`q-modality q-modality-${modality}`}>{t(`modality-${modality}`)}</span>;
}

/** 讲话未作规定, 文件未作规定: never blank, never "none". Beside it stands one sentence on what follows. */
export function NotSpecified({ by, children }: { readonly by: 'speech' | 'document'; readonly children?: ReactNode }) {
  const { t } = useTranslation('ui');
  return (
    <>
      <span className="q-tag">{t(`not-specified-${by}`)}</span>
      {children ? <span className="second ink2"> {children}</span> : null}
    </>
  );
}

/** One rule against our data: result and subject, clause, data, source. */
export function RuleFinding(props: RuleFindingProps) {
  const { modality, subject, clause, data, source, notSpecified, action } = props;
  const { t } = useTranslation('ui');
  return (
    <div className="q-rule">
      <ModalityTag modality={modality} />
      <p className="q-rule-subject">
        <Result {...props} />
        <b>{subject}</b>
        {props.result === 'satisfied' || props.result === 'waiting' ? <ResultAfter {...props} /> : null}
        {notSpecified ? <NotSpecified by={notSpecified} /> : null}
      </p>
      {action ? <div className="q-rule-action">{action}</div> : null}
      <div className="q-rule-main">
        {clause ? <p className="q-rule-clause">{t('quoted', { text: clause })}</p> : null}
        {data ? <p className="q-rule-data">{data}</p> : null}
        {source ? <p className="q-rule-source">{source}</p> : null}
      </div>
    </div>
  );
}

function Result({ result, resultText }: RuleFindingProps) {
  const { t } = useTranslation('ui');
  if (result !== 'unmet' && result !== 'reminder') return null;
  return <b className={join('q-rule-result', result === 'unmet' ? 'gap' : 'warn')}>{resultText ?? t(`result-${result}`)}</b>;
}

function ResultAfter({ result, resultText }: RuleFindingProps) {
  const { t } = useTranslation('ui');
  if (result === 'waiting') return <b className="warn q-rule-after">{resultText ?? t('result-waiting')}</b>;
  return <span className="ok q-rule-after">✓ {resultText ?? t('result-satisfied')}</span>;
}

/** The satisfied rules folded to one line of ticks. */
export function SatisfiedLine({ items, aside }: { readonly items: readonly string[]; readonly aside?: ReactNode }) {
  return (
    <div className="q-satisfied">
      <ul>
        {items.map((item) => (
          <li key={item}>
            <span className="ok">✓</span> {item}
          </li>
        ))}
      </ul>
      {aside}
    </div>
  );
}
