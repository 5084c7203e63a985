/**
 * Signing in elsewhere, behind one interface: the rest of the server knows neither protocol nor provider. Accounts are matched by
 * the provider's subject and never made by signing in; off unless the configuration names a provider.
 */
import * as oidc from 'openid-client';
import type { ExternalSignInConfig } from './deps.ts';

/** What must be remembered in the browser between going and coming back. */
export interface Journey {
  readonly verifier: string;
  readonly state: string;
  readonly nonce: string;
}

/** A place where people can prove who they are. */
export interface ExternalSignIn {
  /** Where to send the browser, and what to remember until it comes back. */
  begin(returnTo: string): Promise<{ readonly url: string; readonly journey: Journey }>;
  /** The proven subject; rejects when the answer does not belong to the journey or is not genuine. */
  finish(answer: URL, journey: Journey): Promise<string>;
}

/** OpenID Connect with the authorization code flow, PKCE, state and nonce. The provider is looked up at the first use. */
export function openIdConnect(config: ExternalSignInConfig): ExternalSignIn {
  let found: Promise<oidc.Configuration> | undefined;
  const provider = () => {
    const issuer = new URL(config.issuer);
    const insecure = config.allowHttp === true && ['127.0.0.1', 'localhost', '[::1]'].includes(issuer.hostname);
    found ??= oidc
      .discovery(
        issuer,
        config.clientId,
        config.clientSecret,
        undefined,
        insecure ? { execute: [oidc.allowInsecureRequests] } : undefined,
      )
      .catch((error: unknown) => {
        // A provider that was away at the first attempt may be there at the next.
        found = undefined;
        throw error;
      });
    return found;
  };
  return {
    async begin(returnTo) {
      const [verifier, state, nonce] = [oidc.randomPKCECodeVerifier(), oidc.randomState(), oidc.randomNonce()];
      const url = oidc.buildAuthorizationUrl(await provider(), {
        redirect_uri: returnTo,
        scope: 'openid',
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce,
      });
      return { url: url.href, journey: { verifier, state, nonce } };
    },
    async finish(answer, journey) {
      const tokens = await oidc.authorizationCodeGrant(await provider(), answer, {
        pkceCodeVerifier: journey.verifier,
        expectedState: journey.state,
        expectedNonce: journey.nonce,
        idTokenExpected: true,
      });
      const subject = tokens.claims()?.sub;
      if (!subject) throw new Error('the provider named no subject');
      return subject;
    },
  };
}
