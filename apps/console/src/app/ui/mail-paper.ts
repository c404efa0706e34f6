/**
 * What is added to a mail where it is shown. The page cannot draw a ring around a frame whose inside has the focus (no browser
 * lets a selector see that), nor scroll what a sandbox keeps to itself; so the paper does both: it takes the focus as a whole,
 * draws the ring along its edges, and the arrow keys scroll it. The colour is the ring's on white, as paper is white in both schemes.
 */
const FOCUS_STYLE =
  'body:focus{outline:none}' +
  'body:focus-visible::after{content:"";position:fixed;inset:0;z-index:2147483647;border:2px solid #1d5fd1;pointer-events:none}';

const STOPS = 'a, area, button, input, select, textarea, summary, audio, video, iframe, [tabindex], [contenteditable]';

const IN_THE_DARK = /\(\s*prefers-color-scheme\s*:\s*dark\s*\)/gi;

/**
 * A mail as it stands in a frame to be looked at: one stop for Tab, whatever number of links is in it, and a link that is pressed
 * leads nowhere, because the sandbox opens no windows; white in both schemes. Screen readers read it all.
 *
 * @param html of a whole mail, or a piece of one; nothing of it runs or is fetched here
 */
export function mailPaper(html: string): string {
  const paper = new DOMParser().parseFromString(html, 'text/html');
  for (const stop of paper.querySelectorAll(STOPS)) stop.setAttribute('tabindex', '-1');
  for (const link of paper.querySelectorAll('a, area')) link.setAttribute('target', '_blank');
  paper.body.setAttribute('tabindex', '0');
  // a frame without an origin is told the reader's scheme whatever the page says: a guest's mail would turn dark with the console
  for (const style of paper.querySelectorAll('style'))
    style.textContent = style.textContent.replaceAll(IN_THE_DARK, '(width < 0)');
  for (const meta of paper.querySelectorAll('meta[name="color-scheme" i]')) meta.setAttribute('content', 'light');
  const style = paper.createElement('style');
  style.textContent = FOCUS_STYLE;
  paper.head.append(style);
  return `<!doctype html>${paper.documentElement.outerHTML}`;
}
