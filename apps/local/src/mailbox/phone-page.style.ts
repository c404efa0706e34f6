/** The look of the phones: a list and a device side by side on a desk, one of both on a phone. */
export const PHONE_STYLE = `
main.phones { grid-template-columns: minmax(0, 1fr); }
.hint { padding: 20px 16px; max-width: 46ch; }
.hint summary { cursor: pointer; min-height: 32px; }
.hint table { border-collapse: collapse; font-size: 14px; }
.hint th, .hint td { text-align: start; vertical-align: top; padding: 5px 12px 5px 0; border-top: 1px solid var(--line); }
.hint th { font-weight: 600; font-variant-numeric: tabular-nums; white-space: nowrap; }
.device { display: grid; grid-template-rows: auto minmax(0, 1fr) auto; height: calc(100dvh - 108px); min-height: 420px; background: var(--paper); }
.who { display: flex; gap: 12px; align-items: center; padding: 10px 14px; border-bottom: 1px solid var(--line); }
.who h2 { font-size: 16px; margin: 0; overflow-wrap: anywhere; }
.who p { margin: 0; font-size: 13px; overflow-wrap: anywhere; }
.who .back { font-size: 26px; line-height: 1; padding: 6px 10px; text-decoration: none; }
.face { flex: none; width: 40px; height: 40px; border-radius: 99px; display: grid; place-items: center; background: var(--mark); color: var(--accent); font-weight: 600; }
.thread { list-style: none; margin: 0; padding: 16px 14px; overflow-y: auto; display: flex; flex-direction: column; gap: 10px; background: var(--ground); }
.item { max-width: min(34em, 86%); padding: 9px 13px 7px; border-radius: 16px; background: var(--paper); border: 1px solid var(--line); align-self: flex-start; border-end-start-radius: 4px; }
.item p { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
.item.out { align-self: flex-end; border-radius: 16px; border-end-end-radius: 4px; background: var(--mark); }
.item.whatsapp { background: light-dark(#e4f6e3, #17301f); border-color: light-dark(#c3e3c2, #28502f); }
.item.whatsapp.out { background: light-dark(#cdeecb, #1e4428); }
.item.mail { width: min(34em, 94%); max-width: none; border-radius: 8px; }
.item.mail .subject { font-weight: 600; display: block; margin-bottom: 4px; }
.item.mail p { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 6; overflow: hidden; color: var(--soft); font-size: 14px; }
.meta { display: block; margin-top: 4px; font-size: 12px; color: var(--soft); }
.status { white-space: nowrap; }
.status.failed { color: light-dark(#a11c2b, #ff9aa5); }
.status.read { color: light-dark(#0b62a8, #7cc0ff); }
.reply { padding: 10px 14px 14px; border-top: 1px solid var(--line); display: grid; gap: 8px; }
.reply fieldset { border: 0; margin: 0; padding: 0; display: flex; gap: 14px; align-items: center; font-size: 14px; }
.reply legend { float: left; padding: 0; margin-right: 14px; color: var(--soft); }
.reply label { display: inline-flex; gap: 6px; align-items: center; min-height: 32px; }
.quicks { display: flex; flex-wrap: wrap; gap: 8px; }
.quick { border-radius: 99px; }
.write { display: flex; gap: 8px; }
.write input { flex: 1; min-width: 0; font: inherit; padding: 8px 12px; border: 1px solid var(--line); border-radius: 99px; background: var(--ground); color: inherit; }
.write button { background: var(--accent); color: light-dark(#fff, #131117); border-color: transparent; border-radius: 99px; }
.problem { margin: 0; color: light-dark(#a11c2b, #ff9aa5); }
.problem:empty { display: none; }
.note { padding: 12px 14px; margin: 0; border-top: 1px solid var(--line); }
@media (max-width: 899px) {
  /* the list is long */
  .hint { order: -1; }
  body:has(main.reading) > header { display: none; }
  .device { height: 100dvh; }
}
@media (min-width: 900px) {
  main.phones { grid-template-columns: minmax(300px, 380px) minmax(0, 1fr); }
  main.phones .list { display: block; height: calc(100vh - 60px); overflow: auto; border-right: 1px solid var(--line); }
  .device { height: calc(100dvh - 92px); max-width: 480px; width: 100%; margin: 16px auto; border: 1px solid var(--line); border-radius: 28px; overflow: hidden; }
  .device .back { display: none; }
}
`;
