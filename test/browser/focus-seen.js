/* global document, getComputedStyle, innerHeight, innerWidth, top, window -- runs in the page */
// "ok", or in words what is wrong with how the focus is shown: a ring around the element or its label, on the screen.
// "frame": it is inside of a frame, where this has to be asked again.
(() => {
  const element = document.activeElement;
  const isInFrame = window !== top;
  if (element?.tagName === 'IFRAME') return 'frame';
  // a mail is one stop, with its ring along the edges of what is seen of it
  if (isInFrame) {
    const { content, borderTopStyle, borderTopWidth, width, height } = getComputedStyle(document.body, '::after');
    const isRing = content !== 'none' && borderTopStyle === 'solid' && parseFloat(borderTopWidth) > 0;
    if (element !== document.body) return `${element?.tagName} has the focus inside of the mail`;
    const isAround = parseFloat(width) > innerWidth - 40 && parseFloat(height) > innerHeight - 10;
    return isRing && isAround ? 'ok' : 'the mail has the focus, but nothing shows it';
  }
  // past the last one the browser's own buttons come, then the page begins again
  if (element === null || element === document.body) return 'ok';
  const words = (element.getAttribute('aria-label') ?? element.textContent).trim().slice(0, 40);
  const name = `${element.tagName.toLowerCase()} “${words}”`;
  const around = [element, element.parentElement, element.parentElement?.parentElement];
  // a field that is there for screen readers only has its ring around what stands for it
  const ring = around.find((one) => {
    if (!one) return false;
    const { outlineStyle, outlineWidth } = getComputedStyle(one);
    const { width, height } = one.getBoundingClientRect();
    return outlineStyle !== 'none' && parseFloat(outlineWidth) > 0 && width > 2 && height > 2;
  });
  if (!ring) return `${name} has the focus, but nothing shows it`;
  const { top: upper, bottom, left, right } = ring.getBoundingClientRect();
  const isSeen = bottom > 0 && right > 0 && upper < innerHeight && left < innerWidth;
  return isSeen ? 'ok' : `${name} has the focus, but is not on the screen`;
})();
