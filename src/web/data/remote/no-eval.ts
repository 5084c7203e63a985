import { config } from 'zod';

// zod tries `new Function` to compile its checks; our content security policy forbids it and would report every attempt.
config({ jitless: true });
