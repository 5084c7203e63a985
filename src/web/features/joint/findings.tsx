import { useTranslation } from 'react-i18next';
import type { Issue } from '#kernel/lib';
import { type Modality, RuleFinding } from '../../ui/rule-finding.tsx';
import { RULE_OF, type useRules } from './words.ts';

/** What the independent check says of some groups, each with the rule, its clause and its force. */
export function Findings(props: {
  readonly issues: readonly Issue[];
  readonly say: (code: string, params: Issue['params']) => string;
  readonly rule: ReturnType<typeof useRules>;
}) {
  const { issues, say, rule } = props;
  if (issues.length === 0) return null;
  return (
    <div className="j-findings">
      {issues.map((issue) => {
        const found = rule(RULE_OF[issue.code]);
        const words = say(issue.code, issue.params);
        return (
          <RuleFinding
            key={`${issue.code} ${JSON.stringify(issue.params)}`}
            modality={(found?.modality ?? 'hard') as Modality}
            result={issue.severity === 'error' ? 'unmet' : 'reminder'}
            subject={words}
            clause={found?.clause}
            source={found?.source}
          />
        );
      })}
    </div>
  );
}

/** The rules a joint branch rests on and what follows after the proposal, in the words of the clauses. */
export function Basis({ rule }: { readonly rule: ReturnType<typeof useRules> }) {
  const { t } = useTranslation('joint');
  return (
    <div className="j-findings">
      {['br-05b', 'br-05b-units', 'br-04b', 'br-06a', 'br-06b'].map((id) => {
        const found = rule(id);
        return found ? (
          <RuleFinding
            key={id}
            modality={found.modality as Modality}
            result="open"
            subject={found.title}
            clause={found.clause}
            data={t(`basis-${id}`)}
            source={found.source}
          />
        ) : null;
      })}
    </div>
  );
}
