/** Which pieces a mail has; each combination is compiled once per process. */
export interface LayoutShape {
  readonly hasLogo: boolean;
  readonly hasSender: boolean;
  readonly hasFooter: boolean;
  readonly hasUnsubscribe: boolean;
}

/** The places that a compiled layout leaves open. */
export const LAYOUT_SLOTS = [
  'LANGUAGE',
  'TITLE',
  'ACCENT',
  'LINKDARK',
  'LINKCOLOUR',
  'LOGO',
  'SENDER',
  'BODY',
  'WHY',
  'FOOTER',
  'UNSUBSCRIBE',
] as const;
export type LayoutSlot = (typeof LAYOUT_SLOTS)[number];

/** A compiled layout: HTML with named places. */
export type EmailLayout = readonly (string | { readonly slot: LayoutSlot })[];

/** Around the card, where the small print stands: the darker of the two light backgrounds. */
export const LIGHT_PAGE = '#f3f4f6';
/** The card on a dark screen: the lighter of the two dark backgrounds. */
export const DARK_CARD = '#1c1f24';

const place = (slot: LayoutSlot): string => `BECKON.${slot}.`;

/**
 * The one layout of every mail, as MJML: a quiet card of 600 pixels with the event's colour on top. No fonts and no pictures
 * but the event's own logo are loaded, nothing is tracked. Texts are not part of it, so nothing an author writes is ever read as MJML.
 */
export function layoutSource(shape: LayoutShape): string {
  return `<mjml lang="${place('LANGUAGE')}">
  <mj-head>
    <mj-title>${place('TITLE')}</mj-title>
    <mj-attributes>
      <mj-all font-family="-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif" />
      <mj-text font-size="16px" line-height="1.6" color="#23262d" padding="0 40px" css-class="bk-text" />
      <mj-section padding="0" />
    </mj-attributes>
    <mj-raw>
      <meta name="color-scheme" content="light dark" />
      <meta name="supported-color-schemes" content="light dark" />
      <meta name="format-detection" content="telephone=no, date=no, address=no, email=no" />
    </mj-raw>
    <mj-style>
      :root { color-scheme: light dark; supported-color-schemes: light dark; }
      @media only screen and (max-width: 480px) {
        .bk-text { padding-left: 24px !important; padding-right: 24px !important; }

      }
      @media (prefers-color-scheme: dark) {
        .bk-page, .bk-page > div { background-color: #111317 !important; }
        .bk-card, .bk-card > table { background: ${DARK_CARD} !important; background-color: ${DARK_CARD} !important; }
        .bk-body > div, .bk-sender > div { color: #e8eaee !important; }
        .bk-small > div { color: #a3a9b4 !important; }
        .bk-link { color: ${place('LINKDARK')} !important; }
      }
    </mj-style>
  </mj-head>
  <mj-body background-color="${LIGHT_PAGE}" css-class="bk-page" width="600px">
    <mj-section padding="24px 0 0" padding-top="24px"><mj-column></mj-column></mj-section>
    <mj-section background-color="${place('ACCENT')}"><mj-column><mj-spacer height="6px" /></mj-column></mj-section>
    <mj-section background-color="#ffffff" css-class="bk-card" padding="32px 0 36px">
      <mj-column>
${shape.hasLogo ? `<mj-image src="${place('LOGO')}" alt="" width="140px" align="left" padding="0 40px 20px" css-class="bk-text" />` : ''}
${
  shape.hasSender
    ? `<mj-text css-class="bk-text bk-sender" font-size="14px" font-weight="600" padding-bottom="20px">${place('SENDER')}</mj-text>`
    : ''
}
        <mj-text css-class="bk-text bk-body">${place('BODY')}</mj-text>
      </mj-column>
    </mj-section>
    <mj-section padding="20px 0 32px">
      <mj-column>
        <mj-text css-class="bk-text bk-small" font-size="13px" line-height="1.5" color="#5b616e">${place('WHY')}</mj-text>
${
  shape.hasFooter
    ? `<mj-text css-class="bk-text bk-small" font-size="13px" line-height="1.5" color="#5b616e" padding-top="8px">${place('FOOTER')}</mj-text>`
    : ''
}
${
  shape.hasUnsubscribe
    ? `<mj-text css-class="bk-text bk-small" font-size="13px" line-height="1.5" color="#5b616e" padding-top="8px"><a href="${place('UNSUBSCRIBE')}" class="bk-link" style="color:${place('LINKCOLOUR')};text-decoration:underline">Unsubscribe</a></mj-text>`
    : ''
}
      </mj-column>
    </mj-section>
  </mj-body>
</mjml>`;
}

/** Cuts compiled HTML at its open places and drops the indentation, which a mail does not need. */
export function cutLayout(html: string): EmailLayout {
  const lean = html
    .replace(/^[ \t]+/gm, '')
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{2,}/g, '\n');
  return lean.split(/BECKON\.([A-Z]+)\./).map((piece, i) => (i % 2 === 0 ? piece : { slot: piece as LayoutSlot }));
}
