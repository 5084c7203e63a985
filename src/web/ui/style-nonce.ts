/** The nonce of this page; vite writes it into a meta element and the server fills it in for each answer. */
export const styleNonce: string = document.querySelector<HTMLElement>('meta[property="csp-nonce"]')?.nonce ?? '';

/**
 * Gives the nonce to every style element that our own scripts make. The kit passes it on in most places, but its measuring of scroll
 * bars and its scroll lock forget it, and the content security policy would refuse their rules.
 */
export function nonceForStyles(): void {
  const create = document.createElement.bind(document);
  document.createElement = ((name: string, options?: ElementCreationOptions) => {
    const element = create(name, options);
    if (element instanceof HTMLStyleElement) element.nonce = styleNonce;
    return element;
  }) as typeof document.createElement;
}
