import { cutLayout, type EmailLayout, type LayoutShape, layoutSource } from './domain/email-layout';

const compiled = new Map<string, Promise<EmailLayout>>();

/**
 * The mail layout for a shape, compiled from MJML at the first use in this process.
 * The compiler is loaded only then: a process that writes no mail never pays for it.
 */
export function emailLayout(shape: LayoutShape): Promise<EmailLayout> {
  const key = [shape.hasLogo, shape.hasSender, shape.hasFooter, shape.hasUnsubscribe].join();
  const known = compiled.get(key);
  if (known !== undefined) return known;
  const layout = compile(shape);
  compiled.set(key, layout);
  // a failure is not kept
  layout.catch(() => compiled.delete(key));
  return layout;
}

/** Loads the compiler (about half a second) and compiles the usual shapes ahead of the first message. */
export async function warmUpEmailLayout(): Promise<void> {
  for (const hasUnsubscribe of [true, false]) {
    await emailLayout({ hasLogo: false, hasSender: false, hasFooter: false, hasUnsubscribe });
  }
}

async function compile(shape: LayoutShape): Promise<EmailLayout> {
  // colours are open places and so no colours to the validator; the spec validates the source with colours in
  return cutLayout(await compileMjml(layoutSource(shape), 'skip'));
}

/** The part of the package that is used; it ships without types. */
interface MjmlPackage {
  readonly default: (
    source: string,
    options: { readonly validationLevel: 'strict' | 'skip'; readonly fonts: Readonly<Record<string, string>> },
  ) => Promise<{ readonly html: string }>;
}

/**
 * Turns MJML into HTML that mail programs understand. No web fonts are linked.
 *
 * @throws an error of the compiler when `strict` finds something that is no MJML
 */
export async function compileMjml(source: string, validationLevel: 'strict' | 'skip'): Promise<string> {
  // @ts-expect-error the package ships without types
  const { default: mjml2html } = (await import('mjml')) as MjmlPackage;
  const { html } = await mjml2html(source, { validationLevel, fonts: {} });
  return html;
}
