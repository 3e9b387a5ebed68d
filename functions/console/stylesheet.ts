import type { Newsroom } from '../_shared/domain/newsroom.ts';

/** The stylesheet of the console, with the newsroom's colours. Light or dark as the reader's system prefers. */
export function stylesheet({ primary, onPrimary }: Newsroom['brand']): string {
  return `:root{--brand:${primary};--on-brand:${onPrimary}}\n${sheet}`;
}

const sheet = `
:root {
  color-scheme: light dark;
  --paper: light-dark(#faf8f3, #171614);
  --sheet: light-dark(#fffefb, #201f1c);
  --ink: light-dark(#1d1b18, #ece8df);
  --soft: light-dark(#5c574d, #aaa498);
  --line: light-dark(#e1dbcf, #38352f);
  --link: light-dark(var(--brand), color-mix(in oklab, var(--brand) 40%, #fff));
  --good: light-dark(#1c6b40, #84d0a3);
  --caution: light-dark(#835400, #e8bb69);
  --bad: light-dark(#a0261e, #f3a096);
  --serif: "Iowan Old Style", "Palatino Linotype", Palatino, "Source Serif 4", Georgia, "Noto Serif", serif;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  --mono: ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace;
}
*, *::before, *::after { box-sizing: border-box }
html { -webkit-text-size-adjust: 100% }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.55 var(--sans); border-top: 4px solid var(--brand); overflow-wrap: anywhere }
a { color: var(--link); text-underline-offset: .18em; text-decoration-thickness: 1px }
a:hover { text-decoration-thickness: 2px }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 2px }
.skip { position: absolute; left: -99rem }
.skip:focus { left: 1rem; top: 1rem; background: var(--sheet); padding: .5rem 1rem; z-index: 1 }
.masthead, main { max-width: 70rem; margin-inline: auto; padding-inline: clamp(1rem, 4vw, 2rem) }
.masthead { display: flex; flex-wrap: wrap; gap: .25rem 2rem; align-items: baseline; justify-content: space-between; padding-block: 1.1rem .9rem; border-bottom: 1px solid var(--line) }
.wordmark { color: inherit; text-decoration: none; font-family: var(--serif); font-size: 1.35rem; letter-spacing: -.01em }
.wordmark span { color: var(--soft); font-size: 1rem; margin-inline-start: .4rem }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.15rem; list-style: none; margin: 0; padding: 0 }
nav a { display: inline-block; padding-block: .3rem }
.masthead nav a { color: var(--soft); text-decoration: none }
.masthead nav a:hover, .masthead nav a[aria-current] { color: var(--ink) }
.masthead nav a[aria-current] { box-shadow: inset 0 -2px var(--link) }
.person { display: flex; flex-wrap: wrap; gap: .1rem 1rem; align-items: baseline; margin-inline-start: auto; font-size: .875rem; color: var(--soft) }
.person form { display: inline }
.person button { background: none; border: 0; min-height: 0; font-weight: 400; padding: .3rem 0; color: var(--link); font: inherit; text-decoration: underline; text-underline-offset: .18em; cursor: pointer }
.people { display: grid; gap: .6rem; max-width: 34rem }
.people button { width: 100%; padding: .8rem 1.1rem; text-align: start; background: var(--sheet); color: var(--ink); border: 1px solid var(--line) }
.people button:hover { border-color: var(--link) }
.people button span { color: var(--soft); font-weight: 400 }
main { padding-block: 1.8rem 5rem }
.strip { max-width: 70rem; margin: .8rem auto 0; padding-inline: clamp(1rem, 4vw, 2rem); font-size: .925rem }
.strip p { max-width: none; margin: 0 0 .3rem; padding-inline-start: .8rem; border-inline-start: 3px solid var(--caution) }
.strip p.bad { border-color: var(--bad) }
.article { margin-top: 1.4rem }
.strip .state { white-space: normal; margin-inline-end: .4rem }
h1, h2, h3 { font-family: var(--serif); font-weight: 600; line-height: 1.2; text-wrap: balance; letter-spacing: -.012em }
h1 { font-size: clamp(1.6rem, 4.5vw, 2.3rem); margin: .2rem 0 .6rem }
h2 { font-size: 1.3rem; margin: 2.6rem 0 .8rem; padding-top: 1rem; border-top: 1px solid var(--line) }
h3 { font-size: 1.05rem; margin: 1.4rem 0 .4rem }
p { margin: 0 0 .8rem; max-width: 68ch }
.lead { color: var(--soft); font-size: 1.05rem }
.soft, .crumbs, .count, .meta, .hint { color: var(--soft) }
.hint, .meta, small { font-size: .875rem }
.crumbs { margin: 0; font-size: .9rem }
.state { font-size: .8rem; font-weight: 600; letter-spacing: .02em; white-space: nowrap; color: var(--soft) }
.state::before { content: ""; display: inline-block; width: .6em; height: .6em; border-radius: 50%; background: currentColor; margin-inline-end: .45em }
.state.good { color: var(--good) } .state.caution { color: var(--caution) } .state.bad { color: var(--bad) }
.state.moving::before { animation: breathe 1.6s ease-in-out infinite }
@keyframes breathe { 50% { opacity: .25 } }
@media (prefers-reduced-motion: reduce) { .state.moving::before { animation: none } }

.releases, .mails, .plain { list-style: none; margin: 0; padding: 0 }
.releases > li { display: grid; grid-template-columns: 9.5rem 1fr auto; gap: .2rem 1.5rem; padding: 1rem 0; border-bottom: 1px solid var(--line); align-items: baseline }
.releases h3 { margin: 0; font-size: 1.15rem; line-height: 1.3 }
.releases h3 a { color: inherit; text-decoration: none } .releases h3 a:hover { text-decoration: underline }
.releases .meta { margin: .2rem 0 0 }
.releases .numbers { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap }

.facts { display: grid; gap: .35rem 1.5rem; margin: 0 0 1.2rem }
.facts > div { display: grid; grid-template-columns: minmax(7rem, 11rem) 1fr; gap: 1rem }
.facts dt { color: var(--soft) } .facts dd { margin: 0 }
.panel { background: var(--sheet); border: 1px solid var(--line); border-radius: 6px; padding: 1.1rem 1.3rem; margin: 1.2rem 0 }
.panel > :first-child { margin-top: 0 } .panel > :last-child { margin-bottom: 0 }
.panel.attention { border-inline-start: 4px solid var(--caution) }
.panel.bad { border-inline-start: 4px solid var(--bad) }
.panel.good { border-inline-start: 4px solid var(--good) }
.panel h2 { border: 0; padding: 0; margin-bottom: .4rem }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 15rem), 1fr)); gap: 0 2.5rem }
.problems { list-style: none; padding: 0; margin: 0 0 1rem }
.problems li { padding: .55rem 0 .55rem 1rem; border-inline-start: 3px solid var(--caution); margin-bottom: .5rem }
.problems li.error { border-color: var(--bad) } .problems li.assumption { border-color: var(--line) }
.problems p { margin: 0 }

table { border-collapse: collapse; width: 100%; font-size: .925rem; font-variant-numeric: tabular-nums }
.scroll { overflow-x: auto; margin-bottom: 1rem }
th, td { text-align: start; padding: .5rem 1rem .5rem 0; border-bottom: 1px solid var(--line); vertical-align: top }
thead th { color: var(--soft); font-weight: 500; font-size: .85rem; white-space: nowrap }
tbody th { font-weight: 500 }
.scroll th, .scroll td { overflow-wrap: normal }
.scroll table { min-width: 36rem }
td.number, th.number { text-align: end }
.tally { display: grid; grid-template-columns: 1fr auto; gap: .15rem 1rem; margin: 0 0 1rem; max-width: 26rem; font-variant-numeric: tabular-nums }
.tally dt { color: var(--soft) } .tally dd { margin: 0; text-align: end }
progress { width: 100%; height: .5rem; accent-color: var(--good); display: block; margin-block: .35rem }

form { margin: 0 }
label, legend { display: block; font-size: .9rem; color: var(--soft); margin-bottom: .25rem }
fieldset { border: 0; padding: 0; margin: 0 }
input, select, textarea { font: inherit; color: inherit; background: light-dark(#fff, #141311); border: 1px solid light-dark(#98917f, #7b7569); border-radius: 4px; padding: .5rem .65rem; width: 100%; max-width: 28rem }
textarea { min-height: 4.5rem; max-width: 100%; resize: vertical }
button { font: inherit; font-weight: 600; color: var(--on-brand); background: var(--brand); border: 1px solid light-dark(transparent, #ffffff55); border-radius: 4px; padding: .55rem 1.1rem; cursor: pointer; min-height: 2.75rem }
button:hover { filter: brightness(1.12) }
button.quiet { background: transparent; color: var(--ink); border-color: light-dark(#98917f, #7b7569) }
button.grave { background: transparent; color: var(--bad); border-color: currentColor }
.row { display: flex; flex-wrap: wrap; gap: .6rem; align-items: center } .row input { flex: 1 1 14rem; width: auto }
.field { margin-bottom: .9rem }
.search { margin-bottom: 1.2rem }
details > summary { cursor: pointer; color: var(--link); padding-block: .4rem }
details[open] > summary { margin-bottom: .6rem }
.decisions { display: flex; flex-wrap: wrap; gap: .2rem 2rem } .decisions details { flex: 1 1 15rem }

.tabs { display: flex; flex-wrap: wrap; gap: .25rem 1.2rem; border-bottom: 1px solid var(--line); margin-bottom: 1rem }
.tabs a { text-decoration: none; padding: .45rem 0; color: var(--soft) }
.tabs a[aria-current] { color: var(--ink); box-shadow: inset 0 -2px var(--link) }
.mail-frame { display: block; width: 100%; height: 78vh; min-height: 30rem; border: 1px solid var(--line); border-radius: 6px; background: #fff }
.mail-frame.phone { width: min(100%, 377px); margin-inline: auto }
pre, .mail-text { font: .875rem/1.5 var(--mono); white-space: pre-wrap; background: var(--sheet); border: 1px solid var(--line); border-radius: 6px; padding: 1rem; margin: 0 0 1rem; overflow-x: auto }
code { font: .875em var(--mono) }
.mails > li { border-bottom: 1px solid var(--line) }
.mails a { display: grid; grid-template-columns: minmax(11rem, 1fr) 2.4fr auto; gap: .1rem 1.5rem; padding: .6rem 0; color: inherit; text-decoration: none; align-items: baseline }
.mails a:hover .subject { text-decoration: underline }
.mails .to { color: var(--soft) } .mails .subject { font-family: var(--serif); font-size: 1.05rem }
.headers td { font: .85rem/1.5 var(--mono) } .headers th { white-space: nowrap }
.pages { display: flex; gap: 1.5rem; padding-block: 1rem }
.trail { list-style: none; padding: 0; margin: 0 }
.trail li { display: grid; grid-template-columns: 14.5rem 1fr; gap: 0 1.5rem; padding: .5rem 0; border-bottom: 1px solid var(--line) }
.trail time { color: var(--soft); font-variant-numeric: tabular-nums; font-size: .9rem }
.empty { color: var(--soft); font-style: italic }
@media (max-width: 44rem) {
  .releases > li, .mails a, .trail li { grid-template-columns: 1fr }
  .releases .numbers { text-align: start }
  .facts > div { grid-template-columns: 1fr; gap: 0 }
  .facts > div + div { margin-top: .35rem }
  th, td { padding-inline-end: .8rem }
}
`;
