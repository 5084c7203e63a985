import '../data/remote/no-eval.ts';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { requestContext } from '../data/remote/client.ts';
import { queries } from '../data/remote/queries.ts';
import { keepFocus } from '../ui/keep-focus.ts';
import '../ui/tokens.css';
import '../ui/ground.css';
import '../ui/print.css';
import { App } from './app.tsx';
import { startTexts } from './i18n.ts';
import { applyTypeSize, readPreferences } from './preferences.ts';
import { SessionProvider } from './session.tsx';

const { language, largeType } = readPreferences();
applyTypeSize(largeType);
requestContext.language = language;
keepFocus();
await startTexts(language);
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <SessionProvider>
        <App />
      </SessionProvider>
    </QueryClientProvider>
  </StrictMode>,
);
