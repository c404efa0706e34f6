/** The look of the mailbox page: one column on a phone, list and message side by side on a desk. */
export const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#ddd9e3, #3a3544); --soft: light-dark(#6b6478, #a49cb3); --paper: light-dark(#fff, #1d1a24);
  --ground: light-dark(#f5f3f8, #131117); --accent: light-dark(#5b3cc4, #b6a3ff); --mark: light-dark(#ece6fb, #2d2640); }
* { box-sizing: border-box; }
body { margin: 0; font: 15px/1.45 system-ui, sans-serif; background: var(--ground); color: light-dark(#211c2b, #eeeaf5); }
a { color: var(--accent); }
header { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; padding: 10px 16px; background: var(--paper); border-bottom: 1px solid var(--line); }
header h1 { font-size: 17px; margin: 0; }
header h1 a { color: inherit; text-decoration: none; }
header form { flex: 1 1 220px; display: flex; gap: 8px; }
input[type=search] { flex: 1; min-width: 0; font: inherit; padding: 8px 10px; border: 1px solid var(--line); border-radius: 8px; background: var(--ground); color: inherit; }
button { font: inherit; min-height: 38px; padding: 0 14px; border: 1px solid var(--line); border-radius: 8px; background: var(--paper); color: inherit; cursor: pointer; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
.count, .soft { color: var(--soft); }
main { display: grid; }
main.reading .list { display: none; }
ul { list-style: none; margin: 0; padding: 0; }
.list li a { display: grid; grid-template-columns: 1fr auto; gap: 0 12px; padding: 10px 16px; border-bottom: 1px solid var(--line); background: var(--paper); color: inherit; text-decoration: none; }
.list li a:hover, .list li a[aria-current] { background: var(--mark); }
.list .to { font-weight: 600; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.list .subject { grid-column: 1 / -1; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.list time { color: var(--soft); font-size: 13px; }
.chip { font-size: 12px; border: 1px solid var(--line); border-radius: 99px; padding: 0 8px; color: var(--soft); }
.empty, .more { padding: 20px 16px; }
article { padding: 16px; min-width: 0; }
article h2 { margin: 0 0 8px; font-size: 20px; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: auto 1fr; gap: 2px 12px; margin: 0 0 12px; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
nav.main a { padding: 6px 10px; border-radius: 8px; text-decoration: none; color: inherit; }
nav.main { display: flex; gap: 4px; }
nav.main a[aria-current] { background: var(--mark); font-weight: 600; }
nav.tabs { display: flex; gap: 4px; border-bottom: 1px solid var(--line); margin-bottom: 12px; }
nav.tabs a { padding: 8px 12px; text-decoration: none; color: inherit; border-bottom: 2px solid transparent; }
nav.tabs a[aria-current] { border-color: var(--accent); font-weight: 600; }
iframe { width: 100%; height: 72vh; border: 1px solid var(--line); border-radius: 8px; background: #fff; }
pre { margin: 0; padding: 12px; white-space: pre-wrap; overflow-wrap: anywhere; background: var(--paper); border: 1px solid var(--line); border-radius: 8px; font: 13px/1.5 ui-monospace, monospace; }
.bubble { max-width: 34em; padding: 10px 14px; border-radius: 16px 16px 16px 4px; background: var(--mark); white-space: pre-wrap; overflow-wrap: anywhere; }
@media (min-width: 900px) {
  main.reading { grid-template-columns: minmax(300px, 380px) 1fr; }
  main.reading .list { display: block; height: calc(100vh - 60px); overflow: auto; border-right: 1px solid var(--line); }
  main.reading .back { display: none; }
}
`;
