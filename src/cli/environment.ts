import { resolve } from 'node:path';
import { Failure } from '#store/failure';
import type { Target } from '#store/target';

/** Languages of the texts. */
export type Language = 'zh-CN' | 'en';

/** What the environment says; the only place where the product reads it. */
export interface Environment {
  readonly language: Language;
  readonly port: number;
  readonly host: string;
  /** Absolute path of the data folder. */
  readonly dataFolder: string;
  /** A database of one's own; undefined = the embedded one in the data folder. */
  readonly database: Target | undefined;
  /** Sign-in of the app role at that database; undefined = the owner's sessions switch to it. */
  readonly appDatabase: Target | undefined;
  /** `production` refuses demo data; `demo` seeds an empty database. */
  readonly mode: 'demo' | 'production';
  readonly trustedProxies: readonly string[];
  /** Which city, where one database holds several. */
  readonly city: string | undefined;
  readonly externalSignIn: { issuer: string; clientId: string; clientSecret: string } | undefined;
}

/** The variables, in the order of the help; texts are `environment.<name>`. */
export const VARIABLES = [
  'PORT',
  'HOST',
  'QUNYING_DATA',
  'DATABASE_URL',
  'DATABASE_APP_URL',
  'QUNYING_MODE',
  'QUNYING_CITY',
  'QUNYING_TRUSTED_PROXIES',
  'QUNYING_OIDC_ISSUER',
  'QUNYING_OIDC_CLIENT_ID',
  'QUNYING_OIDC_CLIENT_SECRET',
  'LANG',
] as const;

const DEFAULT_PORT = 3000;

/** Reads and checks the variables; throws `Failure` that names the variable and its value. */
export function readEnvironment(variables: NodeJS.ProcessEnv, language?: string): Environment {
  const port = variables.PORT ? Number(variables.PORT) : DEFAULT_PORT;
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Failure('port-invalid', { value: variables.PORT ?? '' });
  const mode = variables.QUNYING_MODE || 'demo';
  if (mode !== 'demo' && mode !== 'production') throw new Failure('mode-invalid', { value: mode });
  return {
    language: languageOf(language ?? variables.LC_ALL ?? variables.LC_MESSAGES ?? variables.LANG),
    port,
    host: variables.HOST || '127.0.0.1',
    dataFolder: resolve(variables.QUNYING_DATA || 'data'),
    database: urlOf(variables.DATABASE_URL, 'DATABASE_URL'),
    appDatabase: urlOf(variables.DATABASE_APP_URL, 'DATABASE_APP_URL'),
    mode,
    trustedProxies: (variables.QUNYING_TRUSTED_PROXIES ?? '')
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
    city: variables.QUNYING_CITY || undefined,
    externalSignIn: externalSignIn(variables),
  };
}

/** Chinese for `zh…`, English for everything else: a terminal without a Chinese locale often cannot show it. */
export function languageOf(text: string | undefined): Language {
  return /^zh/i.test(text ?? '') ? 'zh-CN' : 'en';
}

function urlOf(text: string | undefined, variable: string): Target | undefined {
  if (!text) return undefined;
  if (!/^postgres(ql)?:\/\//.test(text) || !URL.canParse(text)) throw new Failure('database-url-invalid', { variable });
  return { connectionString: text };
}

function externalSignIn(variables: NodeJS.ProcessEnv): Environment['externalSignIn'] {
  const [issuer, clientId, clientSecret] = [
    variables.QUNYING_OIDC_ISSUER,
    variables.QUNYING_OIDC_CLIENT_ID,
    variables.QUNYING_OIDC_CLIENT_SECRET,
  ];
  if (!issuer) return undefined;
  if (!clientId || !clientSecret)
    throw new Failure('oidc-incomplete', { variable: clientId ? 'QUNYING_OIDC_CLIENT_SECRET' : 'QUNYING_OIDC_CLIENT_ID' });
  return { issuer, clientId, clientSecret };
}
