/** One sheet for light, dark, phone and paper. Field colours keep 4.5:1 against their ground in both schemes. */
export const reportStyles = `
:root{--paper:#fff;--ground:#f3f4f6;--ink:#1b1f24;--soft:#59626d;--line:#d9dee4;--error:#b3261e;--hold:#8a5a00;--ok:#1a6b3c;--warn:#5a6470;
--t:#d6e6fb;--d:#d3f0e4;--e:#fbd9d6;--c:#eadcf9;--s:#e8edf3;--errorBg:#fdecea;--holdBg:#fff4dc;--okBg:#e6f4ec}
@media (prefers-color-scheme:dark){:root{--paper:#1b1f25;--ground:#12151a;--ink:#e8ebef;--soft:#a3adb9;--line:#353c46;--error:#ff9a90;--hold:#f2c46d;--ok:#7fd6a2;--warn:#b4bdc8;
--t:#1f3b60;--d:#17483a;--e:#5f221d;--c:#43295f;--s:#2a323c;--errorBg:#3a1b19;--holdBg:#372b12;--okBg:#16321f}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;overflow-wrap:anywhere}
header.top,main{max-width:60rem;margin:0 auto;padding:0 1.25rem}
header.top{padding-top:2rem;padding-bottom:.5rem}
.badge{display:inline-block;margin:0 0 .75rem;padding:.2rem .8rem;border-radius:99px;font-weight:650;font-size:.9rem}
.accepted .badge{background:var(--okBg);color:var(--ok)}.held .badge{background:var(--holdBg);color:var(--hold)}.rejected .badge{background:var(--errorBg);color:var(--error)}
h1{margin:0 0 .4rem;font-size:clamp(1.35rem,1rem + 2vw,2rem);line-height:1.2;letter-spacing:-.01em;text-wrap:balance}
.lead{margin:0;font-size:1.05rem}
.file{margin:.4rem 0 0;color:var(--soft);font-size:.85rem}
section{background:var(--paper);border:1px solid var(--line);border-radius:12px;margin:1.25rem 0;padding:1.25rem 1.4rem}
h2{margin:0 0 .8rem;font-size:1.1rem}h3{margin:1.2rem 0 .3rem;font-size:.95rem}
.problems ul{list-style:none;margin:0;padding:0;display:grid;gap:.75rem}
.problems ul+ul,.problems ul+details{margin-top:.75rem}
.problems li{border-inline-start:4px solid var(--warn);padding:.35rem 0 .35rem .9rem}
.problems li.error{border-color:var(--error)}.problems li.hold{border-color:var(--hold)}
.problems p{margin:0}.kind{font-size:.8rem;font-weight:650;color:var(--warn)}.error .kind{color:var(--error)}.hold .kind{color:var(--hold)}
.message{font-weight:550}.fix::before{content:"→ ";color:var(--soft)}.code{font:.75rem/1.5 ui-monospace,monospace;color:var(--soft)}
.none{background:var(--okBg);border-color:transparent;color:var(--ok)}.none p{margin:0;font-weight:600}
summary{cursor:pointer;color:var(--soft);padding:.5rem 0}
a{color:inherit}
dl{margin:0}dl>div{display:grid;grid-template-columns:9rem 1fr;gap:.2rem 1rem;padding:.5rem 0;border-top:1px solid var(--line)}dl>div:first-child{border-top:0}
dt{color:var(--soft)}dd{margin:0}dd p{margin:0 0 .5rem}dd p:last-of-type{margin-bottom:0}
strong.embargo{color:var(--error)}
.dim,.origin{color:var(--soft)}.origin{display:block;font-size:.8rem}.origin.assumed::before{content:"≈ "}
.chip{display:inline-block;background:var(--s);border-radius:99px;padding:.05rem .65rem;font-size:.88rem}
.assumed{margin:.2rem 0 0;padding-inline-start:1.2rem}
mark{color:inherit;border-radius:3px;padding:.05em .15em;box-decoration-break:clone;-webkit-box-decoration-break:clone}
.f-title,.f-subtitle{background:var(--t)}.f-dateline{background:var(--d)}.f-embargo{background:var(--e)}.f-contacts{background:var(--c)}
.legend{margin:0 0 .8rem;font-size:.85rem;display:flex;flex-wrap:wrap;gap:.5rem}
.row{display:grid;grid-template-columns:7.5rem 2.6rem 1fr;gap:0 .6rem;align-items:baseline}
.row.first{margin-top:.65rem}
.row p{margin:0}.role,.no{font-size:.75rem;color:var(--soft);text-align:end}.no{font-variant-numeric:tabular-nums;opacity:.75}
.row.h p{font-weight:650}.row.i p{padding-inline-start:1.1rem;position:relative}.row.i.first p::before{content:"•";position:absolute;inset-inline-start:.2rem}
.row.q p{border-inline-start:3px solid var(--line);padding-inline-start:.8rem}
.r-title p{font-size:1.2rem;font-weight:700;line-height:1.3}.r-label p,.r-furniture p,.r-end-mark p{color:var(--soft);text-decoration:line-through;text-decoration-thickness:1px}
.r-notes p,.r-boilerplate p{color:var(--soft)}
.row.margin>div{border:1px dashed var(--line);border-radius:8px;padding:.5rem .8rem;margin:.2rem 0}
.row>div{min-width:0}.scroll{overflow-x:auto}
table{border-collapse:collapse;font-size:.95em}td,th{border:1px solid var(--line);padding:.35rem .6rem;text-align:start;vertical-align:top;overflow-wrap:normal}th{background:var(--s)}
.scroll:focus-visible{outline:2px solid var(--hold);outline-offset:2px}
.row:target,td p:target,th p:target{outline:2px solid var(--hold);outline-offset:4px;border-radius:4px}
@media (max-width:40rem){header.top,main{padding-inline:.9rem}section{padding:1rem;border-radius:10px}dl>div{grid-template-columns:1fr}dt{font-size:.85rem}
.row{grid-template-columns:1fr}.no{display:none}.role{text-align:start}.role:empty{display:none}}
@media print{body{background:#fff}section{break-inside:avoid-page;border-color:#ccc}}
`;
