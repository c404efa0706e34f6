/** The package ships without types; this is the part of it that is used. */
declare module 'mjml' {
  interface MjmlResult {
    readonly html: string;
    readonly errors: readonly { readonly formattedMessage: string }[];
  }
  export default function mjml2html(
    source: string,
    options: { readonly validationLevel: 'strict' | 'soft' | 'skip'; readonly fonts: Readonly<Record<string, string>> },
  ): Promise<MjmlResult>;
}
