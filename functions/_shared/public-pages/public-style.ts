import { readableOn } from '../domain/contrast.ts';
import type { Newsroom } from '../domain/newsroom.ts';
/** The stylesheet of the public pages, in the newsroom's colours, light and dark. */
export function publicStyle({ brand }: Newsroom): string {
  return `
:root{--page:#eef1f4;--card:#fff;--ink:#1b1f24;--muted:#525b65;--rule:#d5dbe1;--field:#7a858f;--brand:${brand.primary};--on-brand:${brand.onPrimary};--link:${readableOn(brand.primary, '#eef1f4')};--good:#e7f4ea;--good-ink:#14532d;--bad:#fdecea;--bad-ink:#8f1d14}
@media(prefers-color-scheme:dark){:root{--page:#0f1318;--card:#181d23;--ink:#e6e9ed;--muted:#a9b2bc;--rule:#303943;--field:#8b96a1;--link:${readableOn(brand.primary, '#181d23')};--good:#12301d;--good-ink:#a7e3b9;--bad:#3a1613;--bad-ink:#ffb4a9}}
${rules}`;
}

const rules = `*{box-sizing:border-box}
html{color-scheme:light dark;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--page);color:var(--ink);font:1.0625rem/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Noto Sans Arabic","Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif}
header,main,footer{width:min(40rem,100% - 2rem);margin-inline:auto;padding-inline:clamp(1.25rem,5vw,2.5rem)}
header{padding-block:1.75rem 1.25rem}
header a{color:inherit;text-decoration:none}
header img{display:block;max-width:100%;height:auto}
.wordmark{display:inline-block;font-weight:650;letter-spacing:.005em;border-block-start:.25rem solid var(--brand);padding-block-start:.6rem}
main{background:var(--card);border:1px solid var(--rule);border-radius:.75rem;padding-block:2rem 2.25rem}
h1{font-size:clamp(1.4rem,6.5vw,1.75rem);hyphens:auto;overflow-wrap:break-word;line-height:1.25;letter-spacing:-.01em;margin:0 0 1rem;text-wrap:balance}
h2{font-size:1.25rem;line-height:1.35;margin:2rem 0 .5rem}
p{margin:0 0 1rem}
a{color:var(--link);text-underline-offset:.15em}
img{max-width:100%}
.hint,small{color:var(--muted);font-size:.9375rem}
.actions{display:flex;flex-wrap:wrap;gap:.75rem;margin-block-start:1.75rem;align-items:center}
button,.button{font:inherit;font-weight:600;min-height:2.9rem;padding:.55rem 1.35rem;border-radius:.5rem;border:1px solid transparent;background:var(--brand);color:var(--on-brand);cursor:pointer;text-decoration:none;text-align:start}
button.quiet{background:transparent;color:var(--link);border-color:var(--field)}
button:hover{filter:brightness(1.08)}
:focus-visible{outline:.1875rem solid var(--link);outline-offset:.1875rem}
fieldset{border:0;border-block-start:1px solid var(--rule);margin:1.75rem 0 0;padding:1.25rem 0 0;min-inline-size:0}
legend{float:inline-start;width:100%;padding:0;font-weight:650;margin-block-end:.25rem}
legend+*{clear:both}
.choices{display:grid;grid-template-columns:repeat(auto-fill,minmax(13rem,1fr));gap:.1rem 1.25rem}
.choice{display:flex;gap:.7rem;align-items:start;padding-block:.4rem;min-height:2.75rem}
.choice input{flex:none;width:1.35rem;height:1.35rem;margin:.15rem 0 0;accent-color:var(--brand)}
.field,.consent{margin-block-start:1.1rem}
.field label{display:block;font-weight:600}
.field label small{font-weight:400}
input:not([type=checkbox]),select{font:inherit;color:inherit;background:var(--card);width:100%;min-height:2.9rem;padding:.5rem .75rem;border:1px solid var(--field);border-radius:.5rem;margin-block-start:.3rem}
input[type=date]{max-width:14rem}
[aria-invalid=true]{border-color:var(--bad-ink)!important;border-width:2px!important}
.note{border-radius:.5rem;padding:.8rem 1rem;margin-block-end:1.5rem}
.note.good{background:var(--good);color:var(--good-ink)}
.note.bad{background:var(--bad);color:var(--bad-ink)}
.note ul{margin:.25rem 0 0;padding-inline-start:1.25rem}
.note a{color:inherit}
ol.terms{padding-inline-start:1.4rem;margin:0 0 1rem}
ol.terms li{padding-block:.35rem;padding-inline-start:.35rem}
article{overflow-wrap:anywhere}
article h1{text-wrap:balance}
.standfirst{font-size:1.1875rem;line-height:1.5;color:var(--muted)}
figure{margin:1.5rem 0}
figure img{display:block;width:100%;height:auto;border-radius:.35rem}
figcaption{color:var(--muted);font-size:.9375rem;margin-block-start:.4rem}
blockquote{margin:1.5rem 0;padding-inline-start:1.1rem;border-inline-start:.25rem solid var(--brand)}
blockquote footer{max-width:none;padding:0;margin:0}
.table{overflow-x:auto;margin-block:1.25rem;overflow-wrap:normal}
table{border-collapse:collapse;width:100%}
th,td{padding:.5rem .6rem;border-block-end:1px solid var(--rule);text-align:start;vertical-align:top}
article li p{margin-block-end:.35rem}
hr{border:0;border-block-start:1px solid var(--rule);margin-block:1.75rem}
footer{padding-block:1.5rem 3rem;color:var(--muted);font-size:.9375rem}
address{font-style:normal}
.languages{display:flex;flex-wrap:wrap;gap:.25rem 1.1rem;margin:0 0 1.25rem;padding:0;list-style:none}
.languages a{display:inline-block;padding-block:.2rem}
`;
