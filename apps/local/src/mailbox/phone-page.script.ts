/**
 * Looks every second and a half whether something came, tells the mailbox that the phone is being looked at, and sends answers. It
 * replaces the list and the conversation only, so that what is being written stays.
 */
export const PHONE_SCRIPT = `
const device = document.querySelector('.device');
const key = device?.dataset.key;
const send = (what, body) => fetch('/api/phones/' + encodeURIComponent(key) + '/' + what, {
  method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body),
});
const local = () => document.querySelectorAll('time').forEach((t) => {
  const at = new Date(t.dateTime);
  if (Number.isNaN(at.getTime())) return;
  const isToday = at.toDateString() === new Date().toDateString();
  const time = { hour: '2-digit', minute: '2-digit' };
  t.textContent = isToday ? at.toLocaleTimeString([], time) : at.toLocaleString([], { month: 'short', day: 'numeric', ...time });
});
const toEnd = () => { const thread = document.querySelector('.thread'); if (thread) thread.scrollTop = thread.scrollHeight; };
const look = async () => {
  const source = await (await fetch(location.href)).text();
  const page = new DOMParser().parseFromString(source.slice(source.indexOf('<main')), 'text/html');
  local();
  for (const part of ['.list', '.thread']) {
    const [before, after] = [document.querySelector(part), page.querySelector(part)];
    if (!before || !after || before.dataset.seen === after.innerHTML) continue;
    after.dataset.seen = after.innerHTML;
    const isLonger = before.children.length !== after.children.length;
    const top = before.scrollTop;
    before.replaceWith(document.adoptNode(after));
    if (part === '.thread' && isLonger) toEnd(); else after.scrollTop = top;
  }
  local();
};
const opened = async () => { if (key && !document.hidden) await send('opened', {}); };
local();
toEnd();
opened().catch(() => {});
setInterval(async () => {
  if (document.hidden) return;
  try { await opened(); await look(); } catch { /* the mailbox is stopped; the next look may succeed */ }
}, 1500);
const form = document.querySelector('.reply');
const answer = async (text) => {
  const problem = form.querySelector('.problem');
  problem.textContent = '';
  if (text.trim() === '') return;
  const channel = new FormData(form).get('channel');
  try {
    const reply = await send('replies', { channel, text });
    if (!reply.ok) throw new Error((await reply.json()).detail);
    form.elements.text.value = '';
  } catch (error) { problem.textContent = error.message; }
  await look().catch(() => {});
  toEnd();
};
form?.addEventListener('submit', (event) => { event.preventDefault(); answer(form.elements.text.value); });
form?.addEventListener('click', ({ target }) => { if (target.dataset.text) answer(target.dataset.text); });
`;
