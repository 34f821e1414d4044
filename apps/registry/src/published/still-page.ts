/** Escapes text for HTML. */
export const inert = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** The style of all published pages, in the colours of the console. */
export const style = `
:root{color-scheme:light dark;--ink:#1b2430;--quiet:#56606e;--paper:#f6f7f9;--card:#fff;--line:#d9dde3;--brand:#1d4e89}
@media (prefers-color-scheme:dark){:root{--ink:#e6eaf0;--quiet:#a3adba;--paper:#12161c;--card:#1a2028;--line:#39424e;--brand:#6ea8e6}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.5 system-ui,-apple-system,'Segoe UI','Noto Sans','PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif}
main{max-width:64rem;margin:0 auto;padding:2rem 1rem 4rem}
a{color:var(--brand)}
h1{font-size:1.5rem;line-height:1.25;margin:0 0 .5rem}
h2{font-size:1.25rem;margin:2.5rem 0 .25rem}
h3{font-size:1rem;margin:.75rem 0 .25rem}
p{margin:.5rem 0}
code,pre{font-family:ui-monospace,'SF Mono',Consolas,monospace;font-size:.875rem}
pre{background:var(--paper);border:1px solid var(--line);border-radius:6px;padding:.75rem;overflow:auto;max-height:28rem}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:.3rem .75rem .3rem 0;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
th{font-weight:600}
.quiet{color:var(--quiet)}
.operation{background:var(--card);border:1px solid var(--line);border-radius:8px;margin:.5rem 0}
.operation>summary{padding:.6rem .9rem;cursor:pointer;overflow-wrap:anywhere}
.operation>div{padding:0 .9rem .9rem;border-top:1px solid var(--line)}
.method{font-weight:700;color:var(--brand)}
:focus-visible{outline:2px solid var(--brand);outline-offset:2px}`;

/** A page without scripts and external resources. */
export const page = (title: string, body: string, language = 'en'): string => `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${inert(title)}</title>
<style>${style}</style></head><body><main>${body}</main></body></html>
`;
