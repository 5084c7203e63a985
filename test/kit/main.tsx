import '../../src/web/data/remote/no-eval.ts';
import { type ComponentType, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { MemoryRouter } from 'react-router';
import '../../src/web/ui/tokens.css';
import '../../src/web/ui/ground.css';
import '../../src/web/ui/print.css';
import '../../src/web/ui/plain-table.css';
import { type Language, startTexts } from '../../src/web/app/i18n.ts';
import { applyTypeSize } from '../../src/web/app/preferences.ts';
import { Formation } from './formation.tsx';
import { Member } from './member.tsx';
import { Plan } from './plan.tsx';
import { Register } from './register.tsx';
import { States } from './states.tsx';

/** The recipes of the kit with the figures of the drawings: `?p=plan&lang=en&large=1`. */
const pages: Readonly<Record<string, ComponentType>> = {
  plan: Plan,
  formation: Formation,
  member: Member,
  register: Register,
  states: States,
};

const query = new URLSearchParams(location.search);
const language = (query.get('lang') ?? 'zh-CN') as Language;
const large = query.get('large') === '1';
const Shown = pages[query.get('p') ?? 'plan'] ?? Plan;
applyTypeSize(large);
await startTexts(language);
createRoot(document.getElementById('root')!).render(
  <MemoryRouter>
    <Suspense fallback={null}>
      <main>
        <Shown />
      </main>
    </Suspense>
  </MemoryRouter>,
);
