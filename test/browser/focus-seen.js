/* global document, getComputedStyle, innerHeight, innerWidth -- runs in the page */
// "ok", or in words what is wrong with how the focus is shown: a ring around the element or its label, on the screen.
(() => {
  const element = document.activeElement;
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
  const { top, bottom, left, right } = ring.getBoundingClientRect();
  const isSeen = bottom > 0 && right > 0 && top < innerHeight && left < innerWidth;
  return isSeen ? 'ok' : `${name} has the focus, but is not on the screen`;
})();
