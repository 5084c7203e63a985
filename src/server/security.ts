import { randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import type { Config } from './deps.ts';

/** What is known about the way a request came. */
export interface Way {
  /** Address of the person's machine. */
  readonly address: string;
  readonly secure: boolean;
  /** Origin that the person's browser shows, to compare with `Origin`. */
  readonly origin: string;
}

/** `X-Forwarded-*` counts only when the socket's other end is a proxy named in the configuration. */
export function wayOf(
  request: Request,
  socketAddress: string,
  socketSecure: boolean,
  config: Pick<Config, 'trustedProxies'>,
): Way {
  const headers = request.headers;
  const peer = plainAddress(socketAddress);
  const trusted = config.trustedProxies.map(plainAddress).includes(peer);
  const forwarded = trusted ? lastOf(headers.get('x-forwarded-for')) : undefined;
  const secure = trusted ? lastOf(headers.get('x-forwarded-proto')) === 'https' : socketSecure;
  const host = (trusted && lastOf(headers.get('x-forwarded-host'))) || headers.get('host') || 'localhost';
  return {
    address: forwarded && isIP(forwarded) ? forwarded : peer,
    secure,
    origin: `${secure ? 'https' : 'http'}://${host.toLowerCase()}`,
  };
}

/** The entry that the nearest proxy wrote itself: everything before it may have been sent by anyone. */
function lastOf(header: string | null): string | undefined {
  const last = header?.split(',').at(-1)?.trim();
  return last || undefined;
}

function plainAddress(address: string): string {
  return address.replace(/^::ffff:/, '');
}

/** Whether a write comes from our own pages, or from a program that is no browser (it sends neither header). */
export function isSameOrigin(request: Request, way: Way): boolean {
  const site = request.headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin' && site !== 'none') return false;
  const origin = request.headers.get('origin');
  return origin === null || origin.toLowerCase() === way.origin;
}

/** Where a browser says that its request comes from: the origin, or how that site stands to ours. */
export const siteOf = (request: Request): string =>
  (request.headers.get('origin') ?? request.headers.get('sec-fetch-site') ?? '').slice(0, 200);

/** Heads of every answer. The nonce lets the interface kit put its own style sheets in; scripts come from files only. */
export function securityHeaders(nonce: string, way: Way): Record<string, string> {
  const csp = [
    "default-src 'self'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    // Charts and maps write style attributes; they cannot load anything from elsewhere.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
  return {
    'content-security-policy': csp,
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(self), payment=(), usb=()',
    ...(way.secure ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  };
}

/** A fresh nonce for one answer. */
export function freshNonce(): string {
  return randomBytes(16).toString('base64');
}

/** Whether an address to listen on reaches this machine only. */
export function isLoopback(host: string): boolean {
  const plain = plainAddress(host);
  return plain === 'localhost' || plain === '::1' || /^127\./.test(plain);
}
