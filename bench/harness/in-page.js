/* global cancelAnimationFrame, document, performance, PerformanceObserver, requestAnimationFrame, window -- runs in the page, before its own scripts */
// What a page can tell about itself: when its content was there, what kept its main thread busy, how even its frames were.
const longTasks = [];
new PerformanceObserver((list) => {
  for (const { startTime, duration } of list.getEntries()) longTasks.push({ start: startTime, ms: duration });
}).observe({ type: 'longtask', buffered: true });

const nextFrame = () => new Promise((resume) => requestAnimationFrame(resume));
const textOf = (selector) => document.querySelector(selector)?.textContent ?? '';

window.beckonBench = {
  /** Resolves to when the content stood there, in milliseconds since the page was asked for. */
  async shown(selector) {
    while (textOf(selector) === '') await nextFrame();
    return performance.now();
  },
  /** When the last long task had ended; 0 without one. */
  lastBusyMs: () => Math.max(0, ...longTasks.map(({ start, ms }) => start + ms)),
  longTasksSince: (from) => longTasks.filter(({ start }) => start >= from).map(({ ms }) => ms),
  now: () => performance.now(),
  /** From now on the longest time between two frames is kept. */
  watchFrames() {
    let before = performance.now();
    let longest = 0;
    let handle = 0;
    const frame = () => {
      const now = performance.now();
      longest = Math.max(longest, now - before);
      before = now;
      handle = requestAnimationFrame(frame);
    };
    handle = requestAnimationFrame(frame);
    window.beckonBench.longestFrameMs = () => {
      cancelAnimationFrame(handle);
      return longest;
    };
  },
  /** Presses "Next" and resolves to the milliseconds until other rows stand there. */
  async turnPage(rows) {
    const before = textOf(rows);
    const next = [...document.querySelectorAll('beckon-pager button')].find(
      ({ textContent }) => textContent.trim() === 'Next',
    );
    if (next === undefined || next.disabled) throw new Error('there is no next page');
    const start = performance.now();
    next.click();
    while (textOf(rows) === before || textOf(rows) === '') await nextFrame();
    return performance.now() - start;
  },
};
