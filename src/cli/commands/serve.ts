import type { Command } from '../command.ts';

/** `serve`: the web server on the data folder; what `npm start` runs after its set-up. */
export const serveCommands: readonly Command[] = [
  {
    name: 'serve',
    options: [
      { name: 'port', type: 'string', value: 'PORT', form: 'port' },
      { name: 'host', type: 'string', value: 'HOST' },
    ],
    run: async (call) => (await import('./serve-run.ts')).runServe(call),
  },
];
