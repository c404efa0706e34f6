/** What stays within reach while something lies over the page: what lies above that again, and what only speaks or is not shown. */
const ALWAYS = 'script, style, link, template, .cdk-overlay-container, .cdk-live-announcer-element, beckon-undo-bar';

/**
 * Puts everything around an element out of reach, of Tab, of the pointer and of screen readers, as for a dialog: what lies
 * beneath a sheet that covers it.
 *
 * @returns brings it back; what was out of reach before stays so
 */
export function putBeneath(above: HTMLElement): () => void {
  const put: HTMLElement[] = [];
  for (
    let element = above;
    element.parentElement !== null && element !== document.body;
    element = element.parentElement
  )
    for (const sibling of element.parentElement.children)
      if (
        sibling !== element &&
        sibling instanceof HTMLElement &&
        !sibling.hasAttribute('inert') &&
        !sibling.matches(ALWAYS)
      )
        put.push(sibling);
  for (const element of put) element.setAttribute('inert', '');
  return () => {
    for (const element of put.splice(0)) element.removeAttribute('inert');
  };
}
