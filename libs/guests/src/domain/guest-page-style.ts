import { type Accent, accentFor, DARK_PAGE, LIGHT_PAGE } from './accent-colour';

/** The style sheet of the pages that guests see, in the colour of the event; light or dark as the device prefers. */
export function guestPageStyle(accentColour: string | null): string {
  const { light, dark } = accentFor(accentColour);
  return `:root{color-scheme:light dark;${scheme(light, LIGHT_PAGE, '#f3f4f7', '#1b1d23', '#565b66', '#c9ccd3')}}
@media (prefers-color-scheme:dark){:root{${scheme(dark, DARK_PAGE, '#101116', '#f1f2f5', '#a9aeba', '#4a4e59')}}}
${SHEET}`;
}

function scheme(accent: Accent, card: string, page: string, ink: string, soft: string, line: string): string {
  return `--fill:${accent.fill};--on-fill:${accent.onFill};--accent:${accent.text};--card:${card};--page:${page};--ink:${ink};--soft:${soft};--line:${line}`;
}

const SHEET = `*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:1.0625rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow-wrap:anywhere}
main{max-width:34rem;margin:0 auto;min-height:100vh;background:var(--card)}
header{background:var(--fill);color:var(--on-fill);padding:2.25rem 1.5rem 2rem}
header img{display:block;max-height:3.5rem;max-width:60%;margin:0 0 1.25rem}
header p{margin:0 0 .35rem}
h1{font-size:clamp(1.6rem,6vw,2.2rem);line-height:1.15;margin:0;letter-spacing:-.01em}
h2{font-size:1.25rem;line-height:1.3;margin:0 0 1rem}
section{padding:1.5rem}
section+section{border-top:1px solid var(--line)}
dl{margin:0;display:grid;gap:.9rem}
dt{color:var(--soft);font-size:.875rem}
dd{margin:0;font-weight:600}
.note{border-left:4px solid var(--accent);padding:.6rem 1rem;margin:0 0 1.25rem;background:var(--page)}
.problem{border-left-color:#d92d20}
fieldset{border:0;margin:0;padding:0;display:grid;gap:.65rem}
legend{font-size:1.25rem;font-weight:700;padding:0;margin:0 0 .85rem}
.choice{display:flex;align-items:center;gap:.85rem;min-height:3.5rem;padding:.6rem 1rem;border:2px solid var(--line);border-radius:.75rem;cursor:pointer;font-weight:600}
.choice:has(:checked){border-color:var(--accent);background:var(--page)}
.choice:has(:focus-visible){outline:3px solid var(--accent);outline-offset:2px}
.choice input{width:1.35rem;height:1.35rem;margin:0;accent-color:var(--accent);flex:none}
.more{display:block;margin:1.25rem 0 0}
.more span{display:block;font-weight:600;margin:0 0 .35rem}
.more input{font:inherit;width:7rem;min-height:3rem;padding:.4rem .8rem;border:2px solid var(--line);border-radius:.6rem;background:var(--card);color:var(--ink)}
form:has(#declined:checked) .more{display:none}
button{font:inherit;font-weight:700;width:100%;min-height:3.25rem;margin:1.5rem 0 0;border:2px solid var(--accent);border-radius:.75rem;background:var(--fill);color:var(--on-fill);cursor:pointer}
button:focus-visible,a:focus-visible,.more input:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
a{color:var(--accent)}
.action{display:inline-block;padding:.5rem 0;font-weight:600}
footer{padding:1.5rem;color:var(--soft);font-size:.875rem;white-space:pre-line;border-top:1px solid var(--line)}
@media (min-width:40rem){body{padding:2.5rem 1rem}main{min-height:0;border-radius:1.25rem;overflow:hidden;border:1px solid var(--line)}header,section,footer{padding-left:2.25rem;padding-right:2.25rem}}`;
